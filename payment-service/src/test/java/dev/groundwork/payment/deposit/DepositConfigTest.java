package dev.groundwork.payment.deposit;

import java.io.IOException;
import java.util.Objects;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DepositConfigTest {

    @Test
    void where_nothing_is_said_nobody_s_word_is_money_and_no_card_is_taken() throws IOException {
        var delivered = new SmallRyeConfigBuilder()
                .withProfile("prod")
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(
                        Objects.requireNonNull(DepositConfigTest.class.getResource("/application.properties"))))
                .withMapping(DepositConfig.class)
                .build()
                .getConfigMapping(DepositConfig.class);

        assertThat(delivered.test()).isFalse();
        assertThat(delivered.card()).isFalse();
    }
}
