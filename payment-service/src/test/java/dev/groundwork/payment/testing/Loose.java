package dev.groundwork.payment.testing;

import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Makes and calls what a simulation only passes on: parameters that it does not know are at the end, and get what means nothing, 0 or
 * something empty. So a simulation of one thing need not follow every change of the things around it.
 */
@SuppressWarnings("NullAway") // what is made of nothing may be null
public final class Loose {

    private Loose() {}

    /** Makes one by its only constructor. */
    public static <T> T make(Class<T> type, Object... known) {
        try {
            var constructor = type.getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            return type.cast(constructor.newInstance(complete(constructor, known)));
        } catch (ReflectiveOperationException e) {
            throw failure(e);
        }
    }

    /** Calls the only method of the name. */
    public static void call(Object target, String name, Object... known) {
        try {
            var method = Arrays.stream(target.getClass().getDeclaredMethods())
                    .filter(one -> one.getName().equals(name))
                    .findFirst()
                    .orElseThrow();
            method.setAccessible(true);
            method.invoke(target, complete(method, known));
        } catch (ReflectiveOperationException e) {
            throw failure(e);
        }
    }

    private static Object[] complete(Executable executable, Object[] known) {
        Class<?>[] types = executable.getParameterTypes();
        Object[] all = Arrays.copyOf(known, types.length);
        for (int i = known.length; i < types.length; i++) {
            if (types[i] == long.class) {
                all[i] = 0L;
            } else if (!types[i].isInterface()) {
                all[i] = make(types[i]);
            }
        }
        return all;
    }

    private static RuntimeException failure(ReflectiveOperationException e) {
        if (e instanceof InvocationTargetException && e.getCause() instanceof RuntimeException cause) {
            return cause;
        }
        return new IllegalStateException(e.getCause() == null ? e : e.getCause());
    }
}
