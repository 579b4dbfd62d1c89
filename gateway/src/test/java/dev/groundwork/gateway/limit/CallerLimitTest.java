package dev.groundwork.gateway.limit;

import io.vertx.core.MultiMap;
import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CallerLimitTest {

    private static final SocketAddress HERE = SocketAddress.inetSocketAddress(1, "192.0.2.1");
    private static final SocketAddress ELSEWHERE = SocketAddress.inetSocketAddress(1, "192.0.2.2");

    private final CallerLimit limit = new CallerLimit(new Limits());

    @Test
    void invented_tokens_count_together_for_their_address() {
        for (int i = 0; i < 3; i++) {
            assertThat(passes("Bearer invented." + i, HERE)).isTrue();
            limit.answered("Bearer invented." + i, 401, true);
        }

        assertThat(passes("Bearer invented.3", HERE)).isFalse();
        assertThat(passes(null, HERE)).isFalse();
        assertThat(passes("Bearer invented.3", ELSEWHERE)).isTrue();
    }

    @Test
    void a_token_that_a_service_accepted_has_a_bucket_of_its_own() {
        prove("Bearer real");
        exhaust(HERE);

        for (int i = 0; i < 5; i++) {
            assertThat(passes("Bearer real", HERE)).isTrue();
        }
        assertThat(passes("Bearer real", HERE)).isFalse();
        assertThat(passes("Bearer other", HERE)).isFalse();
    }

    @Test
    void a_token_that_is_refused_is_a_stranger_again() {
        prove("Bearer expiring");
        limit.answered("Bearer expiring", 401, true);
        exhaust(HERE);

        assertThat(passes("Bearer expiring", HERE)).isFalse();
    }

    @Test
    void what_everybody_gets_proves_nothing() {
        limit.answered("Bearer invented", 200, false);
        limit.answered("Bearer invented", 404, true);
        limit.answered("Bearer invented", 503, true);
        exhaust(HERE);

        assertThat(passes("Bearer invented", HERE)).isFalse();
    }

    @Test
    void more_proven_callers_than_there_is_room_for_are_forgotten_and_not_refused() {
        for (int i = 0; i < 1_000; i++) {
            prove("Bearer real." + i);
        }

        assertThat(passes("Bearer real.0", ELSEWHERE)).isTrue();
        assertThat(passes("Bearer real.999", ELSEWHERE)).isTrue();
    }

    private void prove(String token) {
        limit.answered(token, 200, true);
    }

    private void exhaust(SocketAddress address) {
        boolean left = true;
        while (left) {
            left = passes(null, address);
        }
    }

    private boolean passes(@Nullable String credential, SocketAddress from) {
        return limit.check(credential, from, MultiMap.caseInsensitiveMultiMap()) == null;
    }

    /** Three calls an address, five a caller, and next to nothing flows back. */
    private record Limits() implements LimitConfig {

        @Override
        public boolean enabled() {
            return true;
        }

        @Override
        public Rate caller() {
            return new Few(5);
        }

        @Override
        public Rate address() {
            return new Few(3);
        }

        @Override
        public Registrations registrations() {
            return new FewRegistrations();
        }

        @Override
        public int callers() {
            return 64;
        }
    }

    private record Few(int burst) implements LimitConfig.Rate {

        @Override
        public double perSecond() {
            return 0.001;
        }
    }

    private record FewRegistrations() implements LimitConfig.Registrations {

        @Override
        public int burst() {
            return 1;
        }

        @Override
        public double perSecond() {
            return 0.001;
        }
    }
}
