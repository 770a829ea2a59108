//! Payloads that librdkafka reads where they are, without a copy: the slots of a load's records.
//!
//! A slot is in one place at a time. Who holds a [`Slot`] may write into it; [`Batch::push`] takes it, and from
//! [`super::Topic::produce_slots`] on librdkafka reads it, until the delivery report gives it back. The client keeps the
//! memory alive as long as it may read it.

use std::cell::UnsafeCell;
use std::ffi::c_void;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use rdkafka::bindings as c;

use super::Handle;

/// Slots of equal size in one piece of memory. It is taken from the system as slots are first used.
pub struct Slab {
    id: u32,
    memory: Box<[UnsafeCell<u8>]>,
    /// Bytes of a slot.
    stride: usize,
    slots: u32,
    /// Slots never given out begin here.
    fresh: AtomicU32,
    /// Slots that librdkafka has.
    away: AtomicU32,
}

// SAFETY: the bytes of a slot are written only through its one `Slot` (`&mut`), and read by librdkafka only while nobody
// has that; the queues in between order the one before the other.
unsafe impl Sync for Slab {}
// SAFETY: the memory is owned.
unsafe impl Send for Slab {}

/// The right to write into one slot. There is one of each.
#[derive(Debug, PartialEq, Eq)]
pub struct Slot {
    slab: u32,
    index: u32,
}

impl Slab {
    /// A slab of so many slots of so many bytes each; `None` if that is more than memory has addresses.
    pub fn new(slots: u32, stride: usize) -> Option<Arc<Self>> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let stride = stride.max(1);
        let length =
            usize::try_from(slots).ok()?.checked_mul(stride).filter(|length| isize::try_from(*length).is_ok())?;
        // Zeroed memory of the system: nothing is written here, so a page is taken only when a slot on it is used.
        let memory = Box::into_raw(vec![0_u8; length].into_boxed_slice());
        // SAFETY: a cell of a byte has the layout of a byte, and the box is ours.
        let memory = unsafe { Box::from_raw(memory as *mut [UnsafeCell<u8>]) };
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        Some(Arc::new(Self { id, memory, stride, slots, fresh: AtomicU32::new(0), away: AtomicU32::new(0) }))
    }

    /// A slot that was never given out; its bytes are 0. `None` when there is no more.
    pub fn fresh(&self) -> Option<Slot> {
        let index = self
            .fresh
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |next| (next < self.slots).then_some(next + 1));
        index.ok().map(|index| Slot { slab: self.id, index })
    }

    /// How many slots there are.
    pub fn slots(&self) -> u32 {
        self.slots
    }

    /// The bytes of a slot; `None` if it is another slab's.
    pub fn bytes<'a>(&'a self, slot: &'a mut Slot) -> Option<&'a mut [u8]> {
        let start = self.start(slot)?;
        // SAFETY: in bounds. The one `Slot` is borrowed mutably for as long, and librdkafka does not have it.
        Some(unsafe { std::slice::from_raw_parts_mut(self.memory[start].get(), self.stride) })
    }

    fn start(&self, slot: &Slot) -> Option<usize> {
        (slot.slab == self.id).then_some(slot.index as usize * self.stride)
    }

    /// Where a slot's bytes are.
    fn pointer(&self, slot: &Slot) -> Option<*mut c_void> {
        self.start(slot).map(|start| self.memory[start].get().cast())
    }

    /// The slot that librdkafka is done with, by the address that it was given.
    ///
    /// # Safety
    /// librdkafka gave the address back in a delivery report, and it is asked for once for each.
    pub(super) unsafe fn reclaim(&self, address: *const c_void) -> Option<Slot> {
        let offset = (address as usize).checked_sub(self.memory.as_ptr() as usize)?;
        if offset >= self.memory.len() {
            return None;
        }
        self.away.fetch_sub(1, Ordering::AcqRel);
        let index = u32::try_from(offset / self.stride).ok()?;
        Some(Slot { slab: self.id, index })
    }

    /// Whether librdkafka has any of the slots.
    fn is_away(&self) -> bool {
        self.away.load(Ordering::Acquire) > 0
    }
}

/// Records on their way into librdkafka's queue. It is used again and again, so that nothing is allocated.
pub struct Batch {
    slab: Arc<Slab>,
    messages: Vec<c::rd_kafka_message_t>,
    slots: Vec<Slot>,
}

// SAFETY: the pointers in the messages point into the slab, which may be sent and shared.
unsafe impl Send for Batch {}

/// One record of a [`Batch`]: where in its slot what is, where it goes, and the number its report carries.
#[derive(Clone, Copy, Debug)]
pub struct Placed {
    /// Bytes of the key, at the start of the slot; `None` for a null key.
    pub key: Option<usize>,
    /// Where the value begins in the slot.
    pub value_at: usize,
    /// Bytes of the value.
    pub value: usize,
    /// The partition.
    pub partition: i32,
    /// The number its report carries.
    pub opaque: usize,
}

impl Batch {
    /// An empty batch of the slab's slots.
    pub fn new(slab: Arc<Slab>, capacity: usize) -> Self {
        Self { slab, messages: Vec::with_capacity(capacity), slots: Vec::with_capacity(capacity) }
    }

    /// Records in it.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Adds a record, whose bytes are in the slot.
    ///
    /// # Errors
    /// The slot, when it is another slab's, when key or value would not lie in it, or when the value is empty: by its
    /// address the slot is known again.
    pub fn push(&mut self, slot: Slot, placed: Placed) -> Result<(), Slot> {
        let fits = placed.value > 0
            && placed.key.unwrap_or(0) <= placed.value_at
            && placed.value_at.checked_add(placed.value).is_some_and(|end| end <= self.slab.stride);
        let Some(start) = self.slab.pointer(&slot).filter(|_| fits) else { return Err(slot) };
        self.messages.push(c::rd_kafka_message_t {
            err: c::rd_kafka_resp_err_t::RD_KAFKA_RESP_ERR_NO_ERROR,
            rkt: std::ptr::null_mut(),
            partition: placed.partition,
            payload: start.wrapping_byte_add(placed.value_at),
            len: placed.value,
            key: if placed.key.is_some() { start } else { std::ptr::null_mut() },
            key_len: placed.key.unwrap_or(0),
            offset: 0,
            _private: placed.opaque as *mut c_void,
        });
        self.slots.push(slot);
        Ok(())
    }
}

impl super::Topic {
    /// Hands the batch over and empties it. Each record that is not taken is told, the last one first, with its number
    /// in the batch, librdkafka's code and its slot.
    pub fn produce_slots(&self, batch: &mut Batch, mut not_taken: impl FnMut(usize, i32, Slot)) {
        self.handle.keep(&batch.slab);
        let count = u32::try_from(batch.slots.len()).unwrap_or(u32::MAX);
        // Counted before librdkafka has them: a report may come while this call lasts.
        batch.slab.away.fetch_add(count, Ordering::AcqRel);
        // SAFETY: the topic is live, the array is as long as said. The payloads lie in slots whose right to write is in
        // this batch, and the client keeps their memory (`keep`): librdkafka may read them until it reports them.
        let taken = unsafe {
            c::rd_kafka_produce_batch(
                self.rkt.as_ptr(),
                0,
                c::RD_KAFKA_MSG_F_PARTITION,
                batch.messages.as_mut_ptr(),
                i32::try_from(count).unwrap_or(i32::MAX),
            )
        };
        if usize::try_from(taken) == Ok(batch.slots.len()) {
            // Their right to write comes back with their reports.
            batch.slots.clear();
        }
        let first = batch.messages.as_ptr();
        while let Some(slot) = batch.slots.pop() {
            let at = batch.slots.len();
            // SAFETY: in bounds; read as the C int it is, which may be a code that the bindings' enum does not have.
            let code = unsafe { (&raw const (*first.add(at)).err).cast::<i32>().read() };
            if code != 0 {
                batch.slab.away.fetch_sub(1, Ordering::AcqRel);
                not_taken(at, code, slot);
            }
        }
        batch.messages.clear();
    }
}

impl Handle {
    /// Keeps the memory of a slab as long as this client may read it.
    fn keep(&self, slab: &Arc<Slab>) {
        let mut slabs = crate::kafka::trace::lock(&self.slabs);
        if slabs.last().is_some_and(|last| Arc::ptr_eq(last, slab)) {
            return;
        }
        slabs.retain(|other| other.is_away() && !Arc::ptr_eq(other, slab));
        slabs.push(Arc::clone(slab));
    }
}

impl super::Report<'_> {
    /// The slot in which the record was, if it was in one of this slab: librdkafka is done with it.
    pub fn give_back(self, slab: &Slab) -> Option<Slot> {
        // SAFETY: the message is live, and librdkafka hands out each once, which this call consumes.
        unsafe { slab.reclaim((*self.message).payload) }
    }
}
