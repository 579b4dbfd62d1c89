package dev.groundwork.payment.reconciliation;

import java.util.List;

import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.payment.bank.StatusReport;
import dev.groundwork.payment.bank.StatusReport.Block;
import dev.groundwork.payment.bank.StatusReport.Item;
import dev.groundwork.payment.bank.StatusReport.Status;
import dev.groundwork.payment.bank.StatusReport.Word;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StatusVerdictsTest {

    private static final List<String> BLOCKS = List.of("M-1", "M-2");

    @Test
    void what_is_not_named_is_accepted_when_only_a_part_was_rejected() {
        var verdicts = verdicts(word(Word.PARTLY), null, new Block("M-1", word(Word.PARTLY), List.of(rejected("a"))));

        assertThat(verdicts.acceptedBlocks()).containsExactly("M-1", "M-2");
        assertThat(verdicts.rejectedItems()).containsOnlyKeys("a").containsValue("AC04");
        assertThat(verdicts.named()).containsExactly("a");
        assertThat(verdicts.rejectedBlocks()).isEmpty();
    }

    @Test
    void the_nearest_word_counts() {
        var verdicts = verdicts(
                word(Word.ACCEPTED),
                null,
                new Block("M-1", new Status(Word.REJECTED, "AM04"), List.of()),
                new Block("M-2", null, List.of(rejected("b"), new Item("c", word(Word.PENDING)))));

        assertThat(verdicts.rejectedBlocks()).containsEntry("M-1", "AM04").hasSize(1);
        assertThat(verdicts.acceptedBlocks()).containsExactly("M-2");
        assertThat(verdicts.rejectedItems()).containsOnlyKeys("b");
        assertThat(verdicts.named()).containsExactly("b", "c");
        assertThat(verdicts.acceptedItems()).isEmpty();
    }

    @Test
    void a_rejected_file_is_rejected_whole_with_its_reason() {
        var verdicts = verdicts(new Status(Word.REJECTED, "DUPL"), null);

        assertThat(verdicts.rejectedBlocks()).containsOnlyKeys("M-1", "M-2").containsValue("DUPL");
    }

    @Test
    void a_bank_that_does_not_know_yet_changes_nothing() {
        var verdicts = verdicts(word(Word.PENDING), null, new Block("M-1", null, List.of()));

        assertThat(verdicts.acceptedBlocks()).isEmpty();
        assertThat(verdicts.rejectedBlocks()).isEmpty();
    }

    @Test
    void where_nothing_is_said_of_the_file_only_what_is_named_counts() {
        var verdicts = verdicts(null, null, new Block("M-1", null, List.of(new Item("a", word(Word.ACCEPTED)))));

        assertThat(verdicts.acceptedItems()).containsExactly("a");
        assertThat(verdicts.acceptedBlocks()).isEmpty();
    }

    @Test
    void nothing_is_inferred_from_half_a_report() {
        assertThatThrownBy(() -> verdicts(word(Word.PARTLY), null))
                .isInstanceOfSatisfying(Unprocessable.class, refusal -> assertThat(refusal.code())
                        .isEqualTo("status-report-incomplete"));
        assertThatThrownBy(() ->
                        verdicts(word(Word.PARTLY), 2, new Block("M-1", word(Word.PARTLY), List.of(rejected("a")))))
                .isInstanceOfSatisfying(Unprocessable.class, refusal -> assertThat(refusal.code())
                        .isEqualTo("status-report-incomplete"));
    }

    @Test
    void another_file_is_not_meant() {
        assertThatThrownBy(() -> verdicts(null, null, new Block("X-9", word(Word.ACCEPTED), List.of())))
                .isInstanceOfSatisfying(Unprocessable.class, refusal -> assertThat(refusal.code())
                        .isEqualTo("status-report-unknown"));
    }

    private static StatusVerdicts verdicts(@Nullable Status group, @Nullable Integer rejected, Block... blocks) {
        return StatusVerdicts.of(
                new StatusReport("pain.002.001.10", "S", "M", group, rejected, List.of(blocks)), BLOCKS);
    }

    private static Status word(Word word) {
        return new Status(word, "");
    }

    private static Item rejected(String name) {
        return new Item(name, new Status(Word.REJECTED, "AC04"));
    }
}
