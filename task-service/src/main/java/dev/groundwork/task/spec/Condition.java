package dev.groundwork.task.spec;

import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import org.jspecify.annotations.Nullable;

/**
 * An expression of the closed set of TaskSpec v1: no code, no loops, always an end. Client and server evaluate it alike; {@code
 * docs/spec/expression-vectors.json} holds both to it. What cannot be known here is {@link Truth#UNKNOWN}, by the rules of
 * Kleene: {@code all} is no as soon as one part is no, {@code any} is yes as soon as one part is yes.
 */
public sealed interface Condition {

    /** {@return whether it holds} */
    Truth evaluate(Situation situation);

    /** A value that a condition speaks of. */
    sealed interface Operand {

        /** {@return the value; null for what is not there; nothing where the input is not at hand} */
        @Nullable JsonNode valueIn(Situation situation);

        /** A value written in the spec. */
        record Constant(JsonNode value) implements Operand {
            @Override
            public JsonNode valueIn(Situation situation) {
                return value;
            }
        }

        /** {@code $in}: a value of the input. */
        record In(JsonPointer pointer) implements Operand {
            @Override
            public @Nullable JsonNode valueIn(Situation situation) {
                return situation.input().isMissingNode()
                        ? null
                        : orNull(situation.input().at(pointer));
            }
        }

        /** {@code $out}: a value of the answer. */
        record Out(JsonPointer pointer) implements Operand {
            @Override
            public JsonNode valueIn(Situation situation) {
                return orNull(situation.answer().at(pointer));
            }
        }

        private static JsonNode orNull(JsonNode value) {
            return value.isMissingNode() ? NullNode.instance : value;
        }
    }

    /** Both are the same JSON value; 1 and 1.0 are, and so are null and what is not there. */
    record Equal(Operand left, Operand right) implements Condition {
        @Override
        public Truth evaluate(Situation situation) {
            JsonNode one = left.valueIn(situation);
            JsonNode other = right.valueIn(situation);
            return one == null || other == null ? Truth.UNKNOWN : Truth.of(same(one, other));
        }
    }

    /** The value is one of the list. */
    record In(Operand value, List<Operand> list) implements Condition {
        @Override
        public Truth evaluate(Situation situation) {
            Truth found = Truth.NO;
            for (Operand operand : list) {
                switch (new Equal(value, operand).evaluate(situation)) {
                    case YES -> {
                        return Truth.YES;
                    }
                    case UNKNOWN -> found = Truth.UNKNOWN;
                    case NO -> {
                        // One of the others may be.
                    }
                }
            }
            return found;
        }
    }

    /** The value is one of a list that is itself looked up; what is no list holds nothing. */
    record InList(Operand value, Operand list) implements Condition {
        @Override
        public Truth evaluate(Situation situation) {
            JsonNode items = list.valueIn(situation);
            JsonNode wanted = value.valueIn(situation);
            if (items == null || wanted == null) {
                return Truth.UNKNOWN;
            }
            if (items.isArray()) {
                for (JsonNode item : items) {
                    if (same(item, wanted)) {
                        return Truth.YES;
                    }
                }
            }
            return Truth.NO;
        }
    }

    /** There is a value, and it is not null, no empty text, no empty list and no empty object; 0 and false are values. */
    record NotEmpty(Operand value) implements Condition {
        @Override
        public Truth evaluate(Situation situation) {
            JsonNode found = value.valueIn(situation);
            if (found == null) {
                return Truth.UNKNOWN;
            }
            boolean empty = found.isNull()
                    || (found.isTextual() && found.textValue().isEmpty())
                    || (found.isContainerNode() && found.isEmpty());
            return Truth.of(!empty);
        }
    }

    /** The part does not hold. */
    record Not(Condition part) implements Condition {
        @Override
        public Truth evaluate(Situation situation) {
            return part.evaluate(situation).negated();
        }
    }

    /** Every part holds; true without parts. */
    record All(List<Condition> parts) implements Condition {
        @Override
        public Truth evaluate(Situation situation) {
            Truth all = Truth.YES;
            for (Condition part : parts) {
                Truth truth = part.evaluate(situation);
                if (truth == Truth.NO) {
                    return Truth.NO;
                }
                all = truth == Truth.UNKNOWN ? Truth.UNKNOWN : all;
            }
            return all;
        }
    }

    /** At least one part holds; false without parts. */
    record Any(List<Condition> parts) implements Condition {
        @Override
        public Truth evaluate(Situation situation) {
            Truth any = Truth.NO;
            for (Condition part : parts) {
                Truth truth = part.evaluate(situation);
                if (truth == Truth.YES) {
                    return Truth.YES;
                }
                any = truth == Truth.UNKNOWN ? Truth.UNKNOWN : any;
            }
            return any;
        }
    }

    /** The medium at that place of the input was played from its beginning to its end. */
    record PlayedFully(String pointer) implements Condition {
        @Override
        public Truth evaluate(Situation situation) {
            return seen(situation.playedFully(), pointer);
        }
    }

    /** The link or document at that place of the input was opened. */
    record Opened(String pointer) implements Condition {
        @Override
        public Truth evaluate(Situation situation) {
            return seen(situation.opened(), pointer);
        }
    }

    private static Truth seen(@Nullable Set<String> pointers, String pointer) {
        return pointers == null ? Truth.UNKNOWN : Truth.of(pointers.contains(pointer));
    }

    private static boolean same(JsonNode one, JsonNode other) {
        return one.equals(
                (left, right) -> {
                    if (left.isNumber() && right.isNumber()) {
                        return left.decimalValue().compareTo(right.decimalValue());
                    }
                    return left.equals(right) ? 0 : 1;
                },
                other);
    }
}
