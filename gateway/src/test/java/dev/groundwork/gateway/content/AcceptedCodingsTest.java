package dev.groundwork.gateway.content;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AcceptedCodingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "gzip, deflate, br", "br;q=1.0, GZip ; q=0.001, *;q=0", "gzip;q=1", "gzip;"})
    void who_names_gzip_takes_it(String header) {
        assertThat(AcceptedCodings.haveGzip(List.of(header))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip;q=0", "br, gzip ; q=0.000", "GZIP;Q=0.", "identity", "x-gzip-2", "deflate;q=1", ""})
    void who_refuses_gzip_or_does_not_name_it_gets_what_everybody_takes(String header) {
        assertThat(AcceptedCodings.haveGzip(List.of(header))).isFalse();
    }

    @Test
    void a_header_may_come_in_parts_or_not_at_all() {
        assertThat(AcceptedCodings.haveGzip(List.of("br", "gzip"))).isTrue();
        assertThat(AcceptedCodings.haveGzip(List.of())).isFalse();
    }
}
