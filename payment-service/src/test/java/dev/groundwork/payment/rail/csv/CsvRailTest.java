package dev.groundwork.payment.rail.csv;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import dev.groundwork.payment.rail.Destination;
import dev.groundwork.payment.rail.RailItem;
import dev.groundwork.payment.rail.RailPart;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CsvRailTest {

    @Test
    void writes_amounts_in_the_currencys_own_decimals_and_quotes_what_needs_it() {
        String csv = csv("Weiß, Wanda", 123_456, "JPY");

        assertThat(csv).isEqualTo("""
                        endToEndId,name,iban,bic,amount,currency,valueDate,reference\r
                        e2e,"Weiß, Wanda",ES9121000418450200051332,,123456,JPY,2026-11-27,for work\r
                        """);
        assertThat(csv("Wanda", 123_456, "EUR")).contains(",1234.56,EUR,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx"})
    void has_no_formulas(String name) {
        assertThat(csv(name, 1, "EUR")).contains(",'" + name + ",");
    }

    private static String csv(String holder, long minor, String currency) {
        var account = new Destination.Bank(holder, "ES9121000418450200051332", null, null, null);
        var part = new RailPart(
                UUID.randomUUID(),
                1,
                currency,
                Instant.EPOCH,
                LocalDate.of(2026, 11, 27),
                List.of(new RailItem(UUID.randomUUID(), "e2e", minor, account, "for work")));
        return new String(new CsvRail().render(part), StandardCharsets.UTF_8);
    }
}
