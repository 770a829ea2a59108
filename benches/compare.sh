#!/usr/bin/env bash
# What a load costs with linger, with Kafka's own kafka-producer-perf-test and with librdkafka's rdkafka_performance, on
# one Apache Kafka on this machine with the same properties.
#
#   benches/compare.sh                 all of it: 100 B and 1 KiB, batch.size 16384 and 131072, idempotent and not
#   benches/compare.sh --smoke         one short round of the first case, to see that everything runs
#   benches/compare.sh --only 'REGEX'  the cases whose name matches, as '^100 B.*131072'
#   benches/compare.sh --rounds N      medians of N rounds (5)
#
# The rounds are interleaved (A B C, C B A, …), so that a machine that gets slower or faster is fair to all. Processor time
# is user and system of the whole process; on a machine that the broker shares it is the figure that holds, while records a
# second are mostly the broker's. Every measurement is kept in a file that is named at the end.
#
# Needs what the tests need (Rust, gcc, Java 17 or later, Maven the first time) and GNU time (/usr/bin/time). Nothing else
# should run meanwhile.
set -euo pipefail
shopt -s nullglob

ROUNDS=5
ONLY=.
SMOKE=
PARTITIONS=3
while (($#)); do
    case $1 in
        --smoke) SMOKE=yes ROUNDS=1 ;;
        --only) ONLY=${2:?--only needs a regular expression}; shift ;;
        --rounds) ROUNDS=${2:?--rounds needs a number}; shift ;;
        *) echo "unknown option '$1'; allowed: --smoke, --only REGEX, --rounds N" >&2; exit 2 ;;
    esac
    shift
done

cd "$(dirname "$0")/.."
fail() { echo "compare: $*" >&2; exit 1; }
say() { echo "compare: $*" >&2; }

# Records of each size: some ten seconds for the slowest.
records_of() {
    if [[ $SMOKE ]]; then echo 200000; elif (($1 <= 100)); then echo 5000000; else echo 600000; fi
}

# ---- What is compared -----------------------------------------------------------------------------------------------

[[ -x /usr/bin/time ]] || fail "GNU time is missing: apt-get install time"
say "building linger"
cargo build --release --quiet
TARGET=$(cargo metadata --format-version 1 --no-deps | sed -n 's/.*"target_directory":"\([^"]*\)".*/\1/p')
LINGER=$TARGET/release/linger

JAVA=${JAVA_HOME:+$JAVA_HOME/bin/}java
KAFKA=$(sed -n 's:.*<kafka.version>\(.*\)</kafka.version>.*:\1:p' tests/kafka/pom.xml)
JARS=$TARGET/tmp/kafka-jars-$KAFKA
if [[ ! -d $JARS ]]; then
    say "taking Kafka $KAFKA with Maven"
    mvn -q -B dependency:copy-dependencies -f tests/kafka/pom.xml -DoutputDirectory="$JARS.partial-$$"
    mv "$JARS.partial-$$" "$JARS"
fi

# The newest build output that has librdkafka in it: the one linger was linked with.
rdkafka=$(ls -dt "$TARGET"/release/build/rdkafka-sys-*/out/src/librdkafka.a | head -n 1)
[[ $rdkafka ]] || fail "no librdkafka in $TARGET/release/build"
rdkafka=${rdkafka%/src/librdkafka.a}
newest() { ls -t "$TARGET"/release/build/$1 | head -n 1; }
PERFORMANCE=$TARGET/release/rdkafka_performance
say "compiling rdkafka_performance"
gcc -O2 -w -I"$rdkafka" -I"$rdkafka/src" -o "$PERFORMANCE" "$rdkafka/examples/rdkafka_performance.c" \
    "$rdkafka/src/librdkafka.a" \
    "$(newest 'openssl-sys-*/out/openssl-build/install/lib*/libssl.a')" \
    "$(newest 'openssl-sys-*/out/openssl-build/install/lib*/libcrypto.a')" \
    "$(newest 'libz-sys-*/out/lib/libz.a')" \
    "$(newest 'zstd-sys-*/out/libzstd.a')" -lm -ldl -lpthread -lrt

# ---- The broker -----------------------------------------------------------------------------------------------------

WORK=$(mktemp -d "$TARGET/tmp/compare.XXXXXX")
BROKER=
end() {
    if [[ $BROKER ]]; then
        kill "$BROKER" 2>/dev/null || true
        wait "$BROKER" 2>/dev/null || true
    fi
    rm -rf "$WORK"
}
trap end EXIT
trap 'exit 130' INT TERM

free_port() {
    local port
    while port=$((RANDOM % 20000 + 10000)); do
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
    done
}

kafka() { "$JAVA" -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "$JARS/*" "$@"; }

port=$(free_port)
controller=$(free_port)
BOOTSTRAP=127.0.0.1:$port
cat > "$WORK/node.properties" <<EOF
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$controller
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$controller
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=$WORK/data
num.partitions=$PARTITIONS
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
# The records are nobody's: only what was written last is kept.
log.segment.bytes=67108864
log.retention.bytes=134217728
log.retention.check.interval.ms=5000
log.segment.delete.delay.ms=1000
EOF
kafka kafka.tools.StorageTool format -t bGluZ2VyLWNvbXBhcmUtMQ -c "$WORK/node.properties" > "$WORK/format.log"
"$JAVA" -Xms512m -Xmx512m -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "$JARS/*" kafka.Kafka \
    "$WORK/node.properties" > "$WORK/broker.log" 2>&1 &
BROKER=$!
say "waiting for Kafka $KAFKA on $BOOTSTRAP"
tries=0
until kafka org.apache.kafka.tools.TopicCommand --bootstrap-server "$BOOTSTRAP" --create --if-not-exists --topic load \
    --partitions "$PARTITIONS" > "$WORK/topic.log" 2>&1; do
    kill -0 "$BROKER" 2>/dev/null || { cat "$WORK/broker.log" >&2; fail "the broker ended"; }
    ((++tries < 10)) || { cat "$WORK/topic.log" >&2; fail "the broker does not answer"; }
done

# ---- One run of each ------------------------------------------------------------------------------------------------

# Each tells its own records a second; the time of the process is GNU time's.
timed() { /usr/bin/time -f '%U %S %M' -o "$WORK/time" "$@"; }

linger_run() { # size batch idempotent records
    timed "$LINGER" bench -b "$BOOTSTRAP" --topic load --records "$4" --size "$1" --set batch.size="$2" \
        --set enable.idempotence="$3" --trace "$WORK/trace.jsonl" --format json > "$WORK/out" 2> "$WORK/err"
    RATE=$(sed -n 's/.*"recordsPerSecond":\([0-9]*\).*/\1/p' "$WORK/out")
    grep -q "\"records\":$4,\"failed\":0" "$WORK/out"
}

# As kafka-producer-perf-test.sh starts it.
perf_test_run() {
    timed "$JAVA" -Xmx512M -server -XX:+UseG1GC -XX:MaxGCPauseMillis=20 -XX:InitiatingHeapOccupancyPercent=35 \
        -XX:+ExplicitGCInvokesConcurrent -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "$JARS/*" \
        org.apache.kafka.tools.ProducerPerformance --bootstrap-server "$BOOTSTRAP" --topic load --num-records "$4" \
        --record-size "$1" --throughput -1 --command-property batch.size="$2" enable.idempotence="$3" acks=all \
        > "$WORK/out" 2> "$WORK/err"
    RATE=$(sed -n "s/^$4 records sent, \([0-9]*\).*/\1/p" "$WORK/out" | tail -n 1)
}

# With the values that linger gives librdkafka for the Java client's defaults.
rdkafka_performance_run() {
    timed "$PERFORMANCE" -P -l -t load -b "$BOOTSTRAP" -s "$1" -c "$4" -X batch.size="$2" -X enable.idempotence="$3" \
        -X acks=all -X linger.ms=5 -X batch.num.messages=1000000 -X max.in.flight.requests.per.connection=5 \
        -X queue.buffering.max.kbytes=32768 -X queue.buffering.max.messages=0 -X message.send.max.retries=2147483647 \
        -X retry.backoff.ms=100 -X message.max.bytes=1048576 -X message.timeout.ms=120000 > "$WORK/out" 2> "$WORK/err"
    RATE=$(sed -n "s/.*% $4 messages produced.* \([0-9]*\) msgs\/s.*/\1/p" "$WORK/out" | tail -n 1)
}

RAW=$TARGET/compare-$(date +%Y%m%d-%H%M%S).tsv
printf 'case\tround\ttool\tmicrosPerRecord\trecordsPerSecond\tpeakMiB\n' > "$RAW"

measure() { # case round tool size batch idempotent records
    RATE=
    if ! "${3}_run" "$4" "$5" "$6" "$7" || [[ ! $RATE ]]; then
        tail -n 20 "$WORK/out" "$WORK/err" >&2
        fail "$3 did not run to its end ($1)"
    fi
    awk -v name="$1" -v round="$2" -v tool="$3" -v records="$7" -v rate="$RATE" \
        '{ printf "%s\t%d\t%s\t%.3f\t%d\t%.0f\n", name, round, tool, ($1 + $2) * 1e6 / records, rate, $3 / 1024 }' \
        "$WORK/time" >> "$RAW"
}

# ---- All of them ----------------------------------------------------------------------------------------------------

forth=(linger perf_test rdkafka_performance)
back=(rdkafka_performance perf_test linger)

say "warming the broker"
for tool in "${forth[@]}"; do
    "${tool}_run" 100 16384 true 200000 || fail "$tool does not run: $(tail -n 5 "$WORK/err")"
done

median() { # case tool column
    awk -F '\t' -v name="$1" -v tool="$2" -v column="$3" '$1 == name && $3 == tool { print $column }' "$RAW" | sort -g |
        awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

table() { # case
    printf '\n%s (medians of %d)\n%-22s %10s %12s %9s %12s %12s\n' "$1" "$ROUNDS" '' 'µs/record' 'records/s' 'peak MiB' \
        'µs: linger/' 'rate: linger/'
    local own_cost own_rate cost rate
    own_cost=$(median "$1" linger 4) own_rate=$(median "$1" linger 5)
    for tool in "${forth[@]}"; do
        cost=$(median "$1" "$tool" 4) rate=$(median "$1" "$tool" 5)
        awk -v tool="$tool" -v cost="$cost" -v rate="$rate" -v peak="$(median "$1" "$tool" 6)" -v own="$own_cost" \
            -v own_rate="$own_rate" 'BEGIN { printf "%-22s %9.2f %12d %9d", tool, cost, rate, peak
            if (tool == "linger") printf "\n"; else printf " %11.2f %12.2f\n", own / cost, own_rate / rate }'
    done
}

for size in 100 1024; do
    for batch in 16384 131072; do
        for idempotent in true false; do
            if [[ $idempotent == true ]]; then kind=idempotent; else kind=plain; fi
            if ((size == 1024)); then name='1 KiB'; else name="$size B"; fi
            case="$name, batch.size $batch, $kind"
            [[ $case =~ $ONLY ]] || continue
            records=$(records_of "$size")
            for ((round = 1; round <= ROUNDS; round++)); do
                if ((round % 2)); then order=("${forth[@]}"); else order=("${back[@]}"); fi
                for tool in "${order[@]}"; do
                    say "$case, round $round: $tool"
                    measure "$case" "$round" "$tool" "$size" "$batch" "$idempotent" "$records"
                done
            done
            table "$case"
            [[ ! $SMOKE ]] || break 3
        done
    done
done
printf '\nEvery measurement is in %s\n' "$RAW"
