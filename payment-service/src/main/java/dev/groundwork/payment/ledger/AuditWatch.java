package dev.groundwork.payment.ledger;

import java.sql.SQLException;
import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.lease.Leases;
import dev.groundwork.payment.ledger.Audit.Finding;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;

/** Checks the books every night, and raises the alarm: a metric that is not zero and an error in the log that names the invariant. */
@ApplicationScoped
class AuditWatch {

    private static final Duration LEASE_TIME = Duration.ofHours(2);

    private final Audit audit;
    private final Leases leases;

    private volatile int violated;

    AuditWatch(Audit audit, Leases leases, MeterRegistry metrics) {
        this.audit = audit;
        this.leases = leases;
        metrics.gauge("groundwork.audit.violated", this, watch -> watch.violated);
    }

    @Scheduled(
            identity = "audit",
            cron = "${groundwork.payment.audit.cron:0 15 3 * * ?}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void run() {
        try {
            if (leases.tryAcquire("audit", LEASE_TIME) != null) {
                check();
            }
        } catch (SQLException | IllegalStateException e) {
            Log.error("AUDIT NOT RUN: the books could not be checked tonight", e);
        }
    }

    /** {@return how many invariants are violated} */
    int check() {
        Audit.Report report = audit.run();
        for (Finding finding : report.invariants()) {
            if (!finding.ok()) {
                Log.errorf(
                        "AUDIT RED: invariant %d, %s, is violated: %s",
                        finding.number(), finding.name(), String.join("; ", finding.violations()));
            }
        }
        violated = (int)
                report.invariants().stream().filter(finding -> !finding.ok()).count();
        if (violated == 0) {
            Log.infof("audit green: %d invariants hold", report.invariants().size());
        }
        return violated;
    }
}
