package dev.groundwork.payment.bank;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a bank says of a file of transfers ({@code pain.002}). What is said of a transfer goes before what is said of its
 * block, and that before what is said of the whole file.
 *
 * @param originalMessageId of the file that was sent
 * @param group of the whole file; null where the bank says nothing of it
 * @param rejectedCount how many transfers the bank says it rejected; null where it gives no numbers
 */
public record StatusReport(
        String kind,
        String messageId,
        String originalMessageId,
        @Nullable Status group,
        @Nullable Integer rejectedCount,
        List<Block> blocks)
        implements BankFile {

    /** What a bank does with what it was sent. */
    public enum Word {
        /** It is carried out, or will be. */
        ACCEPTED,
        /** Some of it is rejected; what is not named is carried out. */
        PARTLY,
        /** The bank does not know yet. */
        PENDING,
        /** It is not carried out. */
        REJECTED
    }

    /** @param reason ISO code such as {@code AC04}, empty where the bank gives none */
    public record Status(Word word, String reason) {}

    /** What is said of one block of the file and of transfers in it. */
    public record Block(String paymentInfoId, @Nullable Status status, List<Item> items) {}

    /** What is said of one transfer. */
    public record Item(String endToEndId, Status status) {}

    public StatusReport {
        blocks = List.copyOf(blocks);
    }
}
