package dev.groundwork.gateway.session;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SessionSealTest {

    private static final byte[] TOKENS = "{\"access\":\"abc\"}".getBytes(StandardCharsets.UTF_8);

    @Test
    void opens_with_the_same_cookie_only() throws GeneralSecurityException {
        var sealed = SessionSeal.of("cookie").seal(TOKENS);

        assertThat(SessionSeal.of("cookie").open(sealed)).isEqualTo(TOKENS);
        assertThatThrownBy(() -> SessionSeal.of("Cookie").open(sealed)).isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void shows_nothing_of_what_it_holds() {
        var seal = SessionSeal.of("cookie");

        assertThat(new String(seal.seal(TOKENS), StandardCharsets.ISO_8859_1)).doesNotContain("abc", "access");
        assertThat(seal.seal(TOKENS)).isNotEqualTo(seal.seal(TOKENS));
        assertThat(seal.rowId()).isNotEqualTo(SessionSeal.of("cookie2").rowId());
    }

    @Test
    void cookies_cannot_be_guessed() {
        assertThat(SessionSeal.newCookie()).hasSize(43).isNotEqualTo(SessionSeal.newCookie());
    }
}
