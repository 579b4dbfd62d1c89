package dev.groundwork.payment.rail.paypal;

import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/** What PayPal sends in headers beside an event, so that the event can be believed. */
public record PayPalSignature(
        String transmissionId, String transmissionTime, String certUrl, String authAlgo, String transmissionSig) {

    private static final String SEPARATOR = "\n";
    private static final int PARTS = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** {@return all of it as one text; an absent header is an empty part} */
    public static String write(
            @Nullable String transmissionId,
            @Nullable String transmissionTime,
            @Nullable String certUrl,
            @Nullable String authAlgo,
            @Nullable String transmissionSig) {
        return String.join(
                SEPARATOR,
                text(transmissionId),
                text(transmissionTime),
                text(certUrl),
                text(authAlgo),
                text(transmissionSig));
    }

    private static String text(@Nullable String header) {
        return header == null ? "" : header;
    }

    /** {@return the parts; null where one is missing} */
    static @Nullable PayPalSignature read(String signature) {
        List<String> parts = List.of(signature.split(SEPARATOR, -1));
        if (parts.size() != PARTS || parts.contains("")) {
            return null;
        }
        return new PayPalSignature(parts.get(0), parts.get(1), parts.get(2), parts.get(3), parts.get(4));
    }

    /** {@return the question to PayPal whether it sent the event; the event stands in it byte for byte, as it was signed so} */
    String question(String webhookId, String event) {
        return "{\"transmission_id\":" + quoted(transmissionId) + ",\"transmission_time\":" + quoted(transmissionTime)
                + ",\"cert_url\":" + quoted(certUrl) + ",\"auth_algo\":" + quoted(authAlgo) + ",\"transmission_sig\":"
                + quoted(transmissionSig) + ",\"webhook_id\":" + quoted(webhookId) + ",\"webhook_event\":" + event
                + "}";
    }

    private static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a text can be written", e);
        }
    }
}
