package dev.groundwork.payment.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * One idempotent request to move money: all of its legs or none.
 *
 * @param scope who chose the key, such as {@code settlement} or the requester's deposits
 * @param key names the request in its scope, for ever
 * @param requestHash SHA-256, in hex, of what was asked: the same key with another hash is refused
 * @param kind what it is for, such as {@code approve}
 * @param businessKey what may happen only once, whatever the key, such as {@code approve:<assignment>}
 * @param payload facts worth keeping with the request, a JSON object
 * @param legs 1 to 63
 * @param effectiveOn the day for which it counts; null: the day on which it is posted
 * @param reverses the posting that this one takes back; null where it is none
 */
public record Command(
        String scope,
        String key,
        String requestHash,
        String kind,
        String businessKey,
        String payload,
        List<Leg> legs,
        @Nullable LocalDate effectiveOn,
        @Nullable UUID reverses) {

    /** How many legs a command may have. */
    public static final int MOST_LEGS = 63;

    /** A command that counts from the day on which it is posted and takes nothing back. */
    public Command(
            String scope,
            String key,
            String requestHash,
            String kind,
            String businessKey,
            String payload,
            List<Leg> legs) {
        this(scope, key, requestHash, kind, businessKey, payload, legs, null, null);
    }

    public Command {
        legs = List.copyOf(legs);
        if (legs.isEmpty() || legs.size() > MOST_LEGS) {
            throw new IllegalArgumentException("a posting has 1 to " + MOST_LEGS + " legs, not " + legs.size());
        }
        if (requestHash.length() != 64) {
            throw new IllegalArgumentException("a request hash is a SHA-256");
        }
    }

    /** A command whose request is fully described by its legs. */
    public static Command of(
            String scope, String key, String kind, String businessKey, String payload, List<Leg> legs) {
        return new Command(scope, key, hash(kind, businessKey, legs), kind, businessKey, payload, legs);
    }

    /** {@return the same request for another day, which is part of what is asked} */
    public Command effectiveOn(LocalDate day) {
        return new Command(
                scope,
                key,
                sha256(List.of(requestHash, day.toString())),
                kind,
                businessKey,
                payload,
                legs,
                day,
                reverses);
    }

    /** {@return the same request as the one and only reversal of a posting, which its business key says too} */
    Command reversing(UUID posting) {
        if (!businessKey.equals(Reversal.businessKey(posting))) {
            throw new IllegalArgumentException("a reversal has the business key of one, not " + businessKey);
        }
        return new Command(scope, key, requestHash, kind, businessKey, payload, legs, effectiveOn, posting);
    }

    /** {@return SHA-256, in hex, over the words, each closed by a newline} */
    public static String sha256(Iterable<String> words) {
        MessageDigest digest = newDigest();
        for (String word : words) {
            digest.update(word.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String hash(String kind, String businessKey, List<Leg> legs) {
        MessageDigest digest = newDigest();
        var text = new StringBuilder(256).append(kind).append('\n').append(businessKey);
        for (Leg leg : legs) {
            text.append('\n')
                    .append(leg.phase())
                    .append(' ')
                    .append(leg.amountMinor())
                    .append(' ')
                    .append(leg.holdSeq())
                    .append(' ')
                    .append(leg.reason());
            // Whoever moves everything says so by the amount.
            if (leg.share() != Leg.Share.ALL && leg.amountMinor() != Long.MAX_VALUE) {
                text.append(leg.share() == Leg.Share.REST ? " rest" : " up to");
            }
            if (leg.expiresAt() != null) {
                text.append(" until ").append(leg.expiresAt());
            }
            append(text, leg.debit());
            append(text, leg.credit());
        }
        return HexFormat.of().formatHex(digest.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static void append(StringBuilder text, AccountName account) {
        text.append(' ')
                .append(account.owner())
                .append(':')
                .append(account.ownerId())
                .append(':')
                .append(account.purpose())
                .append(':')
                .append(account.currency());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
