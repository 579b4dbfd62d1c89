package dev.groundwork.task.signal;

import dev.groundwork.task.oversight.AutomatedSystem;
import dev.groundwork.truth.signal.DuplicatedTexts;
import dev.groundwork.truth.signal.ErrorAgreement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class SignalKindTest {

    /** No sign without an entry that everybody can read: a kind that is added and not registered fails here. */
    @ParameterizedTest
    @EnumSource
    void every_kind_is_in_the_register_and_acts_on_nobody(SignalKind kind) {
        AutomatedSystem system = kind.system();

        assertThat(system.id()).startsWith("signal-");
        assertThat(system.effect()).contains("Opens a case for a person");
        assertThat(String.join(" ", system.parameters())).contains(Integer.toString(kind.leastItems()));
    }

    @Test
    void a_case_takes_what_the_rules_take() {
        assertThat(SignalKind.ERROR_AGREEMENT.leastItems()).isEqualTo(ErrorAgreement.Rule.USUAL.leastSameWrong());
        assertThat(SignalKind.SHARED_TEXTS.leastItems()).isEqualTo(DuplicatedTexts.USUAL.leastTexts());
        assertThat(SignalKind.REPEATED_TEXT.leastItems()).isEqualTo(DuplicatedTexts.USUAL.leastTasks());
    }
}
