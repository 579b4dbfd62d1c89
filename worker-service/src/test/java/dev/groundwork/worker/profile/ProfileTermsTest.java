package dev.groundwork.worker.profile;

import java.util.Arrays;
import java.util.List;

import dev.groundwork.kit.problem.FieldError;
import dev.groundwork.kit.problem.InvalidRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ProfileTermsTest {

    @Test
    void are_brought_into_canonical_form() {
        var terms = ProfileTerms.check("  Wanda ", "es", "es-ct", List.of("ES", "pt-br", "zh-hant", "haw"));

        assertThat(terms).isEqualTo(new ProfileTerms("Wanda", "ES", "ES-CT", List.of("es", "pt-BR", "zh-Hant", "haw")));
    }

    @Test
    void need_no_subdivision() {
        assertThat(ProfileTerms.check("Wanda", "ES", null, List.of("es")).subdivision())
                .isNull();
        assertThat(ProfileTerms.check("Wanda", "ES", " ", List.of("es")).subdivision())
                .isNull();
    }

    @Test
    void report_every_fault_at_once() {
        var refusal = catchThrowableOfType(
                InvalidRequest.class,
                () -> ProfileTerms.check(" ", "Spain", "Cataluña", List.of("es", "english", "ES")));

        assertThat(refusal.errors())
                .extracting(FieldError::pointer)
                .containsExactly("/displayName", "/country", "/subdivision", "/languages/1", "/languages/2");
    }

    @ParameterizedTest
    @CsvSource({"ES,FR-IDF", "US,USCA", "US,US-CALIF", "US,US-"})
    void refuse_a_subdivision_that_is_not_of_the_country(String country, String subdivision) {
        assertThatThrownBy(() -> ProfileTerms.check("Wanda", country, subdivision, List.of("es")))
                .isInstanceOfSatisfying(InvalidRequest.class, refusal -> assertThat(refusal.errors())
                        .extracting(FieldError::pointer)
                        .containsExactly("/subdivision"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "e", "xx", "english", "e$", "es_ES"})
    void refuse_what_is_no_language(String tag) {
        assertThatThrownBy(() -> ProfileTerms.check("Wanda", "ES", null, List.of(tag)))
                .isInstanceOfSatisfying(InvalidRequest.class, refusal -> assertThat(refusal.errors())
                        .extracting(FieldError::pointer)
                        .containsExactly("/languages/0"));
    }

    @Test
    void refuse_missing_and_null_languages() {
        assertThatThrownBy(() -> ProfileTerms.check("Wanda", "ES", null, List.of()))
                .isInstanceOf(InvalidRequest.class);
        assertThatThrownBy(() -> ProfileTerms.check("Wanda", "ES", null, Arrays.asList("es", null)))
                .isInstanceOfSatisfying(InvalidRequest.class, refusal -> assertThat(refusal.errors())
                        .extracting(FieldError::pointer)
                        .containsExactly("/languages/1"));
    }

    @Test
    void refuse_names_that_break_lines() {
        assertThatThrownBy(() -> ProfileTerms.check("Wan\nda", "ES", null, List.of("es")))
                .isInstanceOf(InvalidRequest.class);
        assertThatThrownBy(() -> ProfileTerms.check("W".repeat(81), "ES", null, List.of("es")))
                .isInstanceOf(InvalidRequest.class);
    }
}
