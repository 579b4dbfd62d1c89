package dev.groundwork.payment.settlement;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.groundwork.contracts.Amount;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentApproved;
import dev.groundwork.payment.ledger.Command;

/** Requesters, workers and what they do: the truth, of which the service knows what is said on the topics. */
final class SimulatedWorld {

    /** One seed in so many has more workers than one posting has legs, who work in bursts. */
    private static final int CROWDS = 40;

    private static final int CROWD = Command.MOST_LEGS + 7;

    /** What a requester publishes; ended once all is approved that there will be. */
    static final class Job {
        final UUID id;
        final UUID requester;
        final long reward;
        final long assignments;
        private int approved;
        private boolean ended;

        Job(UUID id, UUID requester, long reward, long assignments) {
            this.id = id;
            this.requester = requester;
            this.reward = reward;
            this.assignments = assignments;
        }
    }

    /** The end of a job as it is said. */
    record JobEnded(UUID jobId, long payments) {}

    final SimulatedTopic jobTopic;
    final SimulatedTopic assignmentTopic;
    final List<UUID> requesters = new ArrayList<>();
    final List<UUID> workers = new ArrayList<>();
    final List<AssignmentApproved> approvals = new ArrayList<>();

    private final Chance chance;
    private final Clock clock;
    private final Map<UUID, Job> jobs = new LinkedHashMap<>();
    private final boolean crowded;

    SimulatedWorld(Chance chance, Clock clock) {
        this.chance = chance;
        this.clock = clock;
        jobTopic = new SimulatedTopic(chance);
        assignmentTopic = new SimulatedTopic(chance);
        for (int i = 0; i < 2 + chance.below(2); i++) {
            requesters.add(chance.id());
        }
        crowded = chance.oneIn(CROWDS);
        int people = crowded ? CROWD : 2 + chance.below(3);
        for (int i = 0; i < people; i++) {
            workers.add(chance.id());
        }
    }

    /** {@return of how many assignments is heard at once, at most} */
    int mostHeard() {
        return crowded ? CROWD : 6;
    }

    void publish() {
        Job job = crowded
                ? new Job(chance.id(), chance.any(requesters), 1L + chance.below(9), CROWD)
                : new Job(chance.id(), chance.any(requesters), 1L + chance.below(60), 1L + chance.below(8));
        jobs.put(job.id, job);
        jobTopic.say(job);
    }

    void approve() {
        List<Job> open = jobs.values().stream()
                .filter(job -> !job.ended && job.approved < job.assignments)
                .toList();
        if (open.isEmpty()) {
            return;
        }
        Job job = chance.any(open);
        for (int i = 0; i < (crowded ? CROWD : 1) && job.approved < job.assignments; i++) {
            approve(job);
        }
    }

    private void approve(Job job) {
        job.approved++;
        AssignmentApproved approved = new AssignmentApproved(
                chance.id(),
                job.id,
                job.requester,
                chance.id(),
                crowded ? workers.get(job.approved - 1) : chance.any(workers),
                new Amount(Long.toString(job.reward), "EUR"),
                10,
                "requester",
                clock.instant());
        approvals.add(approved);
        assignmentTopic.say(approved);
    }

    void endJob() {
        List<Job> open = jobs.values().stream().filter(job -> !job.ended).toList();
        if (!open.isEmpty()) {
            end(chance.any(open));
        }
    }

    void endAllJobs() {
        jobs.values().stream().filter(job -> !job.ended).forEach(this::end);
    }

    private void end(Job job) {
        job.ended = true;
        jobTopic.say(new JobEnded(job.id, job.approved));
    }
}
