package dev.groundwork.kit.event;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** The names of event types, read from the Jackson annotations of the contract: there is no second list to forget. */
public final class EventTypes {

    private static final ClassValue<String> NAMES = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> event) {
            var seen = new HashSet<Class<?>>();
            var open = new ArrayDeque<Class<?>>();
            open.add(event);
            while (!open.isEmpty()) {
                var type = open.remove();
                if (!seen.add(type)) {
                    continue;
                }
                var subtypes = type.getAnnotation(JsonSubTypes.class);
                if (subtypes != null) {
                    for (var subtype : subtypes.value()) {
                        if (subtype.value() == event) {
                            return subtype.name();
                        }
                    }
                }
                if (type.getSuperclass() != null) {
                    open.add(type.getSuperclass());
                }
                open.addAll(List.of(type.getInterfaces()));
            }
            throw new IllegalArgumentException(
                    event.getName() + " is not an event: no @JsonSubTypes of it or its supertypes names it");
        }
    };

    private EventTypes() {}

    /**
     * {@return the name under which events of the class travel, such as {@code job.opened}}
     *
     * @throws IllegalArgumentException when the class is not a named subtype of a contract
     */
    public static String nameOf(Class<?> event) {
        return NAMES.get(event);
    }

    /** {@return whether a reader of {@code contract} did not know the type of what it read} */
    public static boolean isUnknown(Class<?> contract, Object event) {
        var info = contract.getAnnotation(JsonTypeInfo.class);
        return info != null && info.defaultImpl() == event.getClass();
    }
}
