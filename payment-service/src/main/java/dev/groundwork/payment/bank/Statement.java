package dev.groundwork.payment.bank;

import java.time.LocalDate;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One account over one span of time.
 *
 * @param id the bank's name of it
 * @param number in the bank's own count; null where it does not count
 * @param iban of the account, upper case
 * @param opening null in notifications, which have no balances
 * @param closing null in notifications
 * @param entries booked ones only, in the order of the file
 */
public record Statement(
        String id,
        @Nullable Long number,
        String iban,
        @Nullable String currency,
        @Nullable Balance opening,
        @Nullable Balance closing,
        List<Line> entries) {

    public Statement {
        entries = List.copyOf(entries);
    }

    /** @param minor minor units of the currency, below zero where the account is overdrawn */
    public record Balance(long minor, String currency, LocalDate on) {}

    /**
     * One movement, or the sum of several that the bank booked as one.
     *
     * @param minor minor units, above zero
     * @param reversal whether the bank takes back an earlier movement
     * @param bookedOn null where the bank names no day
     * @param code what kind of movement the bank says it is: the sub-family or its own code, empty where it says nothing
     * @param batch set where several transfers were booked as one sum
     * @param refs empty strings where the bank gives none
     */
    public record Line(
            boolean credit,
            long minor,
            String currency,
            boolean reversal,
            @Nullable LocalDate bookedOn,
            String code,
            @Nullable Batch batch,
            Refs refs) {

        /** {@return minor units with a sign, as they change the balance} */
        public long signed() {
            return credit ? minor : -minor;
        }
    }

    /**
     * @param paymentInfoId of the block of the file that was sent
     * @param count how many transfers the sum has; null where the bank does not say
     */
    public record Batch(String paymentInfoId, @Nullable Integer count) {}

    /**
     * What a movement is known by; each is an empty string where the bank gives none.
     *
     * @param endToEndId of the original transfer
     * @param servicerRef the bank's own
     * @param uetr of the transfer, the same at all banks on its way
     * @param creditorRef structured reference of the payer (ISO 11649)
     * @param text free text of the payer
     * @param returnReason ISO code; not empty exactly when the money comes back from an earlier transfer
     * @param partyName who is on the other side
     * @param partyIban masked
     */
    public record Refs(
            String endToEndId,
            String servicerRef,
            String uetr,
            String creditorRef,
            String text,
            String returnReason,
            String partyName,
            String partyIban) {}
}
