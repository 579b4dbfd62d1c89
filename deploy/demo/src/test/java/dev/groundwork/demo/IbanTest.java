package dev.groundwork.demo;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class IbanTest {

    @Test
    void has_check_digits_that_fit() {
        for (long number = 0; number < 9_999_999_999L; number += 123_456_789L) {
            assertThat(Iban.isValid(Iban.of(number))).isTrue();
        }
    }

    @Test
    void is_valid_in_the_registry_s_own_example_and_not_with_a_digit_changed() {
        assertThat(Iban.isValid("DE89370400440532013000")).isTrue();
        assertThat(Iban.isValid("DE89370400440532013001")).isFalse();
        assertThat(Iban.isValid("89370400440532013000")).isFalse();
    }
}
