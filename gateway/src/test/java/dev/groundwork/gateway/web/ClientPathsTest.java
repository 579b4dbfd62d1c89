package dev.groundwork.gateway.web;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ClientPathsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/index.html",
                "/worker",
                "/worker/jobs/0198c0de-0000-7000-8000-000000000001",
                "/v10",
                "/quality"
            })
    void screens_get_the_page(String path) {
        assertThat(ClientPaths.isScreen(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1",
                "/v1/offers",
                "/v1/no-such-thing",
                "/session/login",
                "/q/health",
                "/docs",
                "/docs/",
                "/problems/offer-not-found",
                "/status",
                "/openapi.json",
                "/assets/index-C0ffee12.js",
                "/favicon.ico"
            })
    void the_api_and_files_do_not(String path) {
        assertThat(ClientPaths.isScreen(path)).isFalse();
    }

    @Test
    void a_page_allows_no_script_but_files_of_this_site() {
        var page = new ClientPage("<meta property=\"csp-nonce\" nonce=\"__CSP_NONCE__\">");
        var nonce = ClientPage.newNonce();

        assertThat(page.with(nonce, "http://127.0.0.1:8088")).contains("nonce=\"" + nonce + "\"");
        assertThat(ClientPage.policy(nonce, "http://127.0.0.1:8088"))
                .contains("frame-src http://127.0.0.1:8088;")
                .contains("default-src 'none'", "script-src 'self';", "style-src 'self' 'nonce-" + nonce + "';")
                .contains("frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe-");
        assertThat(ClientPage.newNonce()).isNotEqualTo(nonce);
    }

    @Test
    void a_page_without_a_place_for_the_nonce_is_refused() {
        assertThatThrownBy(() -> new ClientPage("<html></html>")).hasMessageContaining("nonce");
    }
}
