package dev.groundwork.kit.money;

import java.util.Currency;
import java.util.Random;

import dev.groundwork.kit.problem.InvalidRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MoneyTest {

    @ParameterizedTest
    @CsvSource({
        "2.50,EUR,250",
        "2.5,EUR,250",
        "2,EUR,200",
        "2.500,EUR,250",
        "0.05,USD,5",
        "100,JPY,100",
        "100,KRW,100",
        "1.234,KWD,1234",
        "1.234,BHD,1234",
        "1.234,TND,1234",
        "1.2345,CLF,12345",
        "0,EUR,0",
        "92233720368547758.07,EUR,9223372036854775807",
    })
    void an_amount_is_read_at_the_exponent_of_its_currency(String amount, String currency, long minor) {
        assertThat(Money.parse(amount, currency)).isEqualTo(new Money(minor, currency));
    }

    @ParameterizedTest
    @CsvSource({
        "0.001,EUR,too-many-decimals",
        "0.5,JPY,too-many-decimals",
        "1.2345,KWD,too-many-decimals",
        "-1,EUR,invalid-amount",
        "+1,EUR,invalid-amount",
        "1e2,EUR,invalid-amount",
        "1.,EUR,invalid-amount",
        ".5,EUR,invalid-amount",
        "'1,5',EUR,invalid-amount",
        "' 1',EUR,invalid-amount",
        "'',EUR,invalid-amount",
        "NaN,EUR,invalid-amount",
        "١,EUR,invalid-amount",
        "92233720368547758.08,EUR,invalid-amount",
        "1,eur,unsupported-currency",
        "1,XXX,unsupported-currency",
        "1,'',unsupported-currency",
    })
    void what_is_no_amount_is_refused_with_the_reason(String amount, String currency, String code) {
        assertThatThrownBy(() -> Money.parse(amount, currency))
                .isInstanceOfSatisfying(InvalidRequest.class, refusal -> assertThat(refusal.code())
                        .isEqualTo(code));
    }

    @ParameterizedTest
    @CsvSource({"250,EUR,2.50", "5,EUR,0.05", "-5,EUR,-0.05", "0,EUR,0.00", "100,JPY,100", "7,KWD,0.007"})
    void an_amount_is_written_with_all_its_decimals(long minor, String currency, String decimal) {
        assertThat(new Money(minor, currency).decimal()).isEqualTo(decimal);
    }

    @Test
    void reading_what_was_written_gives_the_same_amount() {
        var random = new Random(20261122);
        var currencies = new String[] {"EUR", "JPY", "KWD", "CLF", "USD"};
        for (int i = 0; i < 10_000; i++) {
            var money = new Money(random.nextLong() >>> (1 + random.nextInt(62)), currencies[random.nextInt(5)]);
            assertThat(Money.parse(money.decimal(), money.currency())).isEqualTo(money);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EUR", "USD", "GBP", "CHF", "JPY", "KRW", "KWD", "BHD", "TND", "INR", "BRL", "CLF", "ISK"})
    void the_table_agrees_with_the_platform(String currency) {
        assertThat(new Money(1, currency).exponent())
                .isEqualTo(Currency.getInstance(currency).getDefaultFractionDigits());
    }

    @Test
    void sums_and_products_are_exact_or_fail() {
        var most = new Money(Long.MAX_VALUE, "EUR");

        assertThat(new Money(10, "EUR").plus(new Money(5, "EUR"))).isEqualTo(new Money(15, "EUR"));
        assertThat(new Money(10, "EUR").minus(new Money(15, "EUR")).isNegative())
                .isTrue();
        assertThat(new Money(10, "EUR").times(3)).isEqualTo(new Money(30, "EUR"));
        assertThatThrownBy(() -> most.plus(new Money(1, "EUR"))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> most.times(2)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> new Money(Long.MIN_VALUE, "EUR").minus(new Money(1, "EUR")))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> most.plus(new Money(1, "USD"))).isInstanceOf(IllegalArgumentException.class);
    }
}
