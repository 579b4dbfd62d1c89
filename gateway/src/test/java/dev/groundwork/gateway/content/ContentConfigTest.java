package dev.groundwork.gateway.content;

import java.net.URI;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
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
        "http://localhost:8088, http://localhost:8080",
        "https://work.example, https://Work.Example:443/",
        "http://work.example:80, http://work.example",
        "https://tasks.work.example, https://work.example",
        "https://work.example, https://app.work.example"
    })
    void pages_do_not_come_from_the_site_of_the_client(URI url, URI appUrl) {
        assertThatThrownBy(() -> new Addresses(url, appUrl).requireApart())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("registrable domain of their own");
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080, http://localhost:8080",
        "https://homework.example, https://work.example",
    })
    void they_come_from_another(URI url, URI appUrl) {
        assertThatCode(new Addresses(url, appUrl)::requireApart).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS://Tasks.Example:443/x, https://tasks.example, tasks.example",
        "http://tasks.example, http://tasks.example, tasks.example",
        "http://127.0.0.1:8088, http://127.0.0.1:8088, 127.0.0.1:8088"
    })
    void addresses_are_compared_as_browsers_write_them(URI url, String origin, String authority) {
        var addresses = new Addresses(url, URI.create("http://localhost"));

        assertThat(addresses.origin()).isEqualTo(origin);
        assertThat(addresses.authority()).isEqualTo(authority);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://tasks.example", "tasks.example", "https://x@tasks.example", "https://a;b", "https:///x"})
    void an_address_that_is_none_is_refused(String url) {
        assertThatThrownBy(() -> new Addresses(URI.create(url), URI.create("http://localhost")).requireApart())
                .hasMessageContaining("such as https://tasks.example");
    }
}
