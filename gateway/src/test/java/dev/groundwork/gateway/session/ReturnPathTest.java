package dev.groundwork.gateway.session;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ReturnPathTest {

    @Test
    void leads_to_a_path_of_this_site() {
        assertThat(ReturnPath.of("/jobs/1?tab=results#top")).isEqualTo(URI.create("/jobs/1?tab=results#top"));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example/",
                "/\\evil.example",
                "/\t/evil.example",
                "\\\\evil.example",
                "javascript:alert(1)",
                "evil",
                "/a b"
            })
    void never_leads_to_another(String asked) {
        assertThat(ReturnPath.of(asked)).isEqualTo(URI.create("/"));
    }
}
