package dev.groundwork.kit.probe;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.inbox.EventIntake;
import dev.groundwork.kit.inbox.Received;

import io.agroal.api.AgroalDataSource;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.reactive.messaging.annotations.Blocking;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Counts events, once through JTA and once through JDBC of its own. */
@ApplicationScoped
public class ProbeDesk {

    private final AtomicInteger troubles = new AtomicInteger();
    private volatile String troubleState = "57P01";

    private final EventIntake intake;
    private final AgroalDataSource database;

    ProbeDesk(EventIntake intake, AgroalDataSource database) {
        this.intake = intake;
        this.database = database;
    }

    @Incoming("probes")
    @RunOnVirtualThread
    void on(ConsumerRecords<String, String> records) {
        intake.take(records, ProbeEvent.class, events -> {
            try (var tx = database.getConnection()) {
                count(tx, events);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Incoming("probes-jdbc")
    @Blocking
    @RunOnVirtualThread
    void onJdbc(ConsumerRecords<String, String> records) {
        intake.takeJdbc("", records, ProbeEvent.class, Set.of("probe.counted"), this::count);
    }

    public void count(Connection tx, List<Received<ProbeEvent>> events) throws SQLException {
        if (troubles.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new SQLException("as if the database went away", troubleState);
        }
        try (var insert = tx.prepareStatement("insert into probe_effect (probe_id, number) values (?, ?)")) {
            for (var received : events) {
                if (received.event() instanceof ProbeEvent.Counted counted) {
                    insert.setObject(1, counted.probeId());
                    insert.setLong(2, counted.number());
                    insert.executeUpdate();
                    if (counted.number() < 0) {
                        throw new IllegalStateException("cannot count " + counted.number());
                    }
                }
            }
        }
    }

    /** The next effects fail as if the database did. */
    public void fail(int times, String sqlState) {
        troubleState = sqlState;
        troubles.set(times);
    }

    public int failuresLeft() {
        return troubles.get();
    }

    /** {@return the numbers counted for a probe, in the order of their counting} */
    public List<Long> counted(UUID probeId) throws SQLException {
        try (var tx = database.getConnection();
                var select = tx.prepareStatement("select number from probe_effect where probe_id = ? order by id")) {
            select.setObject(1, probeId);
            var numbers = new ArrayList<Long>();
            try (var found = select.executeQuery()) {
                while (found.next()) {
                    numbers.add(found.getLong(1));
                }
            }
            return numbers;
        }
    }
}
