//! Transactions.

use super::super::Importance::{High, Low, Medium};
use super::{Kind, Property, Release, Stage, java, staged};

const NO_TRANSACTIONS: &str = "linger's sends stand alone, outside of transactions";

pub(super) static ROWS: &[Property] = &staged(Stage::Transactions, [
    java(108, "transactional.id", Kind::NonEmptyText, None, Low)
        .same(Kind::Text, None, High)
        .not_available(NO_TRANSACTIONS)
        .text(
            "The name under which this producer opens transactions; it must be stable over restarts and unique among \
             those that run, for a second one with it fences off the first. Sets off initTransactions and \
             read_committed semantics, and demands idempotence. Leave it out for plain sends: every transaction writes \
             markers and costs round trips to a coordinator.",
        ),
    java(107, "transaction.timeout.ms", Kind::int(i32::MIN as i64), Some("60000"), Low)
        .ms()
        .same(Kind::whole(1000, 2_147_483_647), Some("60000"), Medium)
        .no_effect("it acts on transactions only")
        .text(
            "How long a transaction may stay open before the coordinator aborts it on its own. Readers with \
             read_committed wait behind an open transaction, so that a large value lets a crashed producer hold them \
             up. It must not exceed the broker's transaction.max.timeout.ms. Raise it only for transactions that \
             really take longer than a minute; pointless without transactional.id.",
        ),
    java(109, "transaction.two.phase.commit.enable", Kind::Bool, Some("false"), Low)
        .since(Release::V4)
        .no_effect("only a transaction takes part in a two-phase commit")
        .text(
            "Declares that an outside coordinator decides about this producer's transactions, so that the broker never \
             aborts them for their age (KIP-939). The broker has to allow it, and transaction.timeout.ms may then not \
             be set. A prepared transaction that nobody finishes blocks read_committed consumers for ever, hence it \
             belongs only in a real two-phase commit.",
        ),
]);
