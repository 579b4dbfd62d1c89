package dev.groundwork.payment.settlement;

import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * As much of a database connection as settlement writes to besides the ledger and the jobs: the outbox and the parked approvals. Any other
 * statement fails, so that nothing the service does passes by the simulation unseen.
 */
@SuppressWarnings("NullAway") // proxies answer null as JDBC does
final class SimulatedDatabase {

    /** A message on its way to Kafka. */
    record Message(UUID id, String topic, String payload) {}

    /** What was parked: what {@link Approval} carries. */
    final Map<UUID, Map<Integer, Object>> parked = new LinkedHashMap<>();

    final List<Message> outbox = new ArrayList<>();

    Connection connection() {
        return proxy(Connection.class, (name, arguments) -> switch (name) {
            case "prepareStatement" -> statement((String) arguments[0]);
            case "createArrayOf" -> array((Object[]) arguments[1]);
            default -> throw new UnsupportedOperationException(name);
        });
    }

    private PreparedStatement statement(String sql) {
        Map<Integer, Object> parameters = new HashMap<>();
        List<Map<Integer, Object>> batch = new ArrayList<>();
        return proxy(PreparedStatement.class, (name, arguments) -> switch (name) {
            case "close" -> null;
            case "addBatch" -> {
                batch.add(Map.copyOf(withoutNulls(parameters)));
                yield null;
            }
            case "executeBatch" -> {
                batch.forEach(row -> park(sql, row));
                yield new int[batch.size()];
            }
            case "executeUpdate" -> update(sql, parameters);
            default -> {
                if (!name.startsWith("set")) {
                    throw new UnsupportedOperationException(name);
                }
                parameters.put((Integer) arguments[0], arguments[1]);
                yield null;
            }
        });
    }

    private static Map<Integer, Object> withoutNulls(Map<Integer, Object> parameters) {
        Map<Integer, Object> present = new HashMap<>(parameters);
        present.values().removeIf(value -> value == null);
        return present;
    }

    private void park(String sql, Map<Integer, Object> row) {
        require(sql, "insert into parked_approval");
        parked.merge((UUID) row.get(1), row, (before, now) -> {
            Map<Integer, Object> both = new HashMap<>(before);
            both.remove(9);
            if (now.containsKey(9)) {
                both.put(9, now.get(9));
            }
            both.put(10, now.get(10));
            return both;
        });
    }

    private int update(String sql, Map<Integer, Object> parameters) {
        if (sql.startsWith("delete from parked_approval")) {
            for (Object id : elements(parameters.get(1))) {
                parked.remove(id);
            }
            return 1;
        }
        require(sql, "insert into outbox");
        Object[] ids = elements(parameters.get(1));
        for (int i = 0; i < ids.length; i++) {
            outbox.add(new Message(UUID.fromString((String) ids[i]), (String) elements(parameters.get(2))[i], (String)
                    elements(parameters.get(5))[i]));
        }
        return ids.length;
    }

    private static void require(String sql, String beginning) {
        if (!sql.startsWith(beginning)) {
            throw new UnsupportedOperationException("not simulated: " + sql);
        }
    }

    private static Array array(Object[] elements) {
        return proxy(Array.class, (name, arguments) -> elements.clone());
    }

    private static Object[] elements(Object array) {
        try {
            return (Object[]) ((Array) array).getArray();
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a proxy does when it is called. */
    private interface Answer {
        Object to(String name, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answer.to(method.getName(), arguments)));
    }
}
