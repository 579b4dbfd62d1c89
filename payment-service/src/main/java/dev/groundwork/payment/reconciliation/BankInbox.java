package dev.groundwork.payment.reconciliation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.lease.Lease;
import dev.groundwork.kit.lease.Leases;
import dev.groundwork.kit.problem.DomainProblem;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;

/**
 * Takes files that the bank's client leaves in a folder: {@code *.xml}, which it renames into place when they are whole. A
 * file that was taken moves to {@code done}, one that was refused to {@code refused}, with the reason beside it. One replica
 * looks at a time; that two of them would take a file is harmless, for its bytes are taken once.
 */
@ApplicationScoped
class BankInbox {

    private static final String LEASE = "bank-inbox";
    private static final Duration TTL = Duration.ofMinutes(20);
    private static final int FILES = 1_000;

    /** Such a file may be the next one after others in the folder. */
    private static final Set<String> MAY_COME_TO_ITS_TURN = Set.of("statement-gap", "statement-opening-differs");

    private final BankIntake intake;
    private final BankConfig config;
    private final Leases leases;

    /** A lease tells replicas apart, and not the threads of one. */
    private final ReentrantLock looking = new ReentrantLock();

    BankInbox(BankIntake intake, BankConfig config, Leases leases) {
        this.intake = intake;
        this.config = config;
        this.leases = leases;
    }

    @Scheduled(
            identity = "bank-inbox",
            every = "${groundwork.payment.bank.every:30s}",
            delayed = "10s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void tick() {
        config.inbox().ifPresent(folder -> look(Path.of(folder)));
    }

    /** Takes what lies in the folder, oldest name first; {@return how many files were taken} */
    int look(Path folder) {
        if (!looking.tryLock()) {
            return 0;
        }
        try {
            Lease lease = leases.tryAcquire(LEASE, TTL);
            if (lease == null) {
                return 0;
            }
            try {
                return takeAll(folder, lease);
            } finally {
                leases.release(lease);
            }
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("the folder of the bank cannot be gone through: " + folder, e);
        } finally {
            looking.unlock();
        }
    }

    private int takeAll(Path folder, Lease lease) throws IOException, SQLException {
        int taken = 0;
        boolean progress = true;
        List<Refused> later = List.of();
        while (progress) {
            progress = false;
            later = new ArrayList<>();
            for (Path file : files(folder)) {
                if (!leases.renew(lease, TTL)) {
                    return taken;
                }
                try {
                    take(folder, file);
                    taken++;
                    progress = true;
                } catch (DomainProblem refusal) {
                    if (MAY_COME_TO_ITS_TURN.contains(refusal.code())) {
                        later.add(new Refused(file, refusal));
                    } else {
                        refuse(folder, file, refusal);
                    }
                } catch (NoSuchFileException gone) {
                    Log.debugf("%s was taken away", file);
                }
            }
        }
        for (Refused refused : later) {
            refuse(folder, refused.file(), refused.why());
        }
        return taken;
    }

    private record Refused(Path file, DomainProblem why) {}

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().endsWith(".xml"))
                    .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .limit(FILES)
                    .toList();
        }
    }

    private void take(Path folder, Path file) throws IOException {
        intake.take(BankIntake.Source.INBOX, "bank-inbox", () -> Files.newInputStream(file));
        Path there = move(folder, "done", file);
        Log.infof("bank file %s taken and moved to %s", file.getFileName(), there);
    }

    private static void refuse(Path folder, Path file, DomainProblem refusal) throws IOException {
        Log.warnf("bank file %s refused: %s", file.getFileName(), refusal.code());
        Path there = move(folder, "refused", file);
        Files.writeString(
                there.resolveSibling(there.getFileName() + ".txt"),
                refusal.code() + "\n" + refusal.detail() + "\n",
                StandardCharsets.UTF_8);
    }

    /** A name that is there already, of another day's file, gets a number. */
    private static Path move(Path folder, String to, Path file) {
        try {
            Path target = Files.createDirectories(folder.resolve(to));
            String name = file.getFileName().toString();
            for (int n = 1; ; n++) {
                Path there = target.resolve(n == 1 ? name : n + "-" + name);
                if (Files.notExists(there)) {
                    return Files.move(file, there, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        } catch (FileAlreadyExistsException e) {
            throw new UncheckedIOException("somebody else moves files of the bank", e);
        } catch (IOException e) {
            throw new UncheckedIOException("the bank's file cannot be moved to " + to, e);
        }
    }
}
