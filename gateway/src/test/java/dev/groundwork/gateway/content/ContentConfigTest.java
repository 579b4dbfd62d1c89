package dev.groundwork.gateway.content;

import java.net.URI;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ContentConfigTest {

    private record Addresses(URI url, URI appUrl) implements ContentConfig {

        @Override
        public int port() {
            return 0;
        }

        @Override
        public Optional<List<String>> mediaSources() {
            return Optional.empty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080, http://localhost:8080",
        "https://work.example, https://Work.Example:443/",
        "http://work.example:80, http://work.example"
    })
    void pages_do_not_come_from_the_address_of_the_client(URI url, URI appUrl) {
        assertThatThrownBy(() -> new Addresses(url, appUrl).requireApart())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("registrable domain of their own");
    }

    @Test
    void they_come_from_another() {
        var apart = new Addresses(URI.create("http://127.0.0.1:8080"), URI.create("http://localhost:8080"));

        assertThatCode(apart::requireApart).doesNotThrowAnyException();
    }
}
