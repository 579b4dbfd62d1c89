package dev.groundwork.payment.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReasonTest {

    private static final Pattern COUNTED = Pattern.compile("t\\.reason in \\(([0-9, ]+)\\)");

    @Test
    void the_audit_counts_as_pay_what_the_code_does() throws IOException {
        var counted = COUNTED.matcher(audit("12-benefits-are-their-share.sql"));
        assertThat(counted.find()).isTrue();

        Set<Reason> byTheAudit = Arrays.stream(counted.group(1).split(", ", -1))
                .map(code -> Reason.of(Integer.parseInt(code)))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Reason.class)));

        assertThat(byTheAudit.remove(Reason.REVERSAL)).isTrue();
        assertThat(byTheAudit).isEqualTo(Reason.PAY);
        assertThat(Reason.codes(Reason.PAY))
                .containsExactly((short) 4, (short) 8, (short) 20, (short) 21, (short) 46, (short) 47);
    }

    private static String audit(String file) throws IOException {
        try (InputStream in = Reason.class.getResourceAsStream("/audit/" + file)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
