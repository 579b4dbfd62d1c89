package dev.groundwork.demo;

import java.math.BigDecimal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** Reads the money of an answer: decimal strings, never floating point. */
final class Amounts {

    private Amounts() {}

    /**
     * {@return the amount of a money object, or of a bare decimal string}
     *
     * @throws UnexpectedAnswer when the node holds neither
     */
    static BigDecimal of(JsonNode money) {
        var text = money.isObject() ? money.path("amount") : money;
        if (!text.isTextual()) {
            throw new UnexpectedAnswer(
                    "money was expected, as {\"amount\":\"2.50\",\"currency\":\"EUR\"}, not " + money);
        }
        return new BigDecimal(text.asText());
    }

    /** {@return the entry of a list of balances in one currency; missing where there is none yet} */
    static JsonNode balance(JsonNode answer, String currency) {
        for (var balance : answer.path("balances")) {
            if (balance.path("currency").asText().equals(currency)) {
                return balance;
            }
        }
        return MissingNode.getInstance();
    }

    /** {@return an amount of a balance; zero where the account does not exist yet} */
    static BigDecimal in(JsonNode balance, String name) {
        return balance.isMissingNode() ? BigDecimal.ZERO : of(balance.path(name));
    }

    /** An answer of another shape than agreed. */
    static final class UnexpectedAnswer extends RuntimeException {

        private static final long serialVersionUID = 1;

        UnexpectedAnswer(String message) {
            super(message);
        }
    }
}
