package dev.groundwork.gateway.health;

import java.util.stream.Collectors;

import dev.groundwork.gateway.health.MarketHealth.Signal;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SignalsTest {

    @Test
    void are_the_wanted_numbers_in_their_order_and_nothing_else() {
        var metrics = """
                # HELP groundwork_outbox_depth
                # TYPE groundwork_outbox_depth gauge
                groundwork_media_waiting 2.0
                groundwork_outbox_depth 17.0
                groundwork_outbox_depth_of_something 9.0
                jvm_threads_live_threads 40.0
                groundwork_outbox_oldest_seconds 1.5
                """;

        assertThat(Signals.of(metrics))
                .containsExactly(
                        new Signal("outbox-depth", 17),
                        new Signal("outbox-oldest-seconds", 1.5),
                        new Signal("media-waiting", 2));
    }

    @Test
    void of_several_consumers_are_the_worst_and_what_is_no_number_says_nothing() {
        var metrics = """
                kafka_consumer_fetch_manager_records_lag_max{client_id="a b",kafka_version="4.2"} 3.0
                kafka_consumer_fetch_manager_records_lag_max{client_id="b",kafka_version="4.2"} 12.0
                kafka_consumer_fetch_manager_records_lag_max{client_id="c",kafka_version="4.2"} NaN
                groundwork_outbox_refused{replica="1"} 1.0
                groundwork_outbox_refused{replica="2"} 2.0
                groundwork_answers_parked_total something
                """;

        assertThat(Signals.of(metrics))
                .containsExactly(new Signal("outbox-refused", 3), new Signal("consumer-lag", 12));
    }

    @Test
    void are_dead_letters_of_all_topics_and_not_what_was_taken() {
        var metrics = """
                groundwork_events_received_total{outcome="applied",topic="job.v1"} 900.0
                groundwork_events_received_total{outcome="dead",topic="job.v1"} 2.0
                groundwork_events_received_total{outcome="dead",topic="worker.v1"} 1.0
                """;

        assertThat(Signals.of(metrics)).containsExactly(new Signal("dead-letters", 3));
        assertThat(Signals.of(metrics.lines().limit(1).collect(Collectors.joining())))
                .isEmpty();
    }

    @Test
    void are_none_of_a_service_that_tells_nothing() {
        assertThat(Signals.of("")).isEmpty();
        assertThat(Signals.of("<html>no such page</html>\n\n")).isEmpty();
    }
}
