package dev.groundwork.task.spec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

import dev.groundwork.kit.problem.FieldError;
import dev.groundwork.kit.problem.StorableText;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What JSON allows and a database or another program cannot keep: the character U+0000, half of a surrogate pair,
 * numbers beyond any use. Found here, where it can still be named, rather than as a failed statement.
 */
public final class StorableJson {

    private static final int MOST_DIGITS = 400;
    private static final BigInteger INTEGER_LIMIT = BigInteger.TEN.pow(MOST_DIGITS);

    private StorableJson() {}

    static void check(JsonNode node, String pointer, List<FieldError> faults) {
        switch (node.getNodeType()) {
            case STRING -> {
                String fault = faultOf(node.textValue());
                if (fault != null) {
                    faults.add(new FieldError(pointer, fault));
                }
            }
            case NUMBER -> {
                if (!isReasonable(node)) {
                    faults.add(new FieldError(pointer, "is a number with more than " + MOST_DIGITS + " digits"));
                }
            }
            case OBJECT -> {
                for (var property : node.properties()) {
                    String fault = faultOf(property.getKey());
                    if (fault != null) {
                        faults.add(new FieldError(pointer, "has a property name that " + fault));
                    }
                    JsonNode value = property.getValue();
                    if (!value.isBoolean() && !value.isNull()) {
                        String text = value.textValue();
                        if (text == null || faultOf(text) != null) {
                            check(value, Pointers.child(pointer, property.getKey()), faults);
                        }
                    }
                }
            }
            case ARRAY -> {
                for (int i = 0; i < node.size(); i++) {
                    check(node.get(i), Pointers.child(pointer, i), faults);
                }
            }
            default -> {
                // true, false and null fit everywhere.
            }
        }
    }

    /** {@return what keeps a text from being stored, as a phrase without subject; null for any usual text} */
    public static @Nullable String faultOf(String text) {
        return StorableText.faultOf(text);
    }

    private static boolean isReasonable(JsonNode number) {
        if (number.isBigInteger()) {
            return number.bigIntegerValue().abs().compareTo(INTEGER_LIMIT) < 0;
        }
        if (number.isBigDecimal()) {
            BigDecimal value = number.decimalValue();
            return Math.abs((long) value.precision() - value.scale()) <= MOST_DIGITS
                    && Math.abs((long) value.scale()) <= MOST_DIGITS;
        }
        if (number.isDouble() || number.isFloat()) {
            return Double.isFinite(number.doubleValue());
        }
        return true;
    }
}
