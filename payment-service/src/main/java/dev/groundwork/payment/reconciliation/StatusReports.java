package dev.groundwork.payment.reconciliation;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.payment.bank.StatusReport;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.payout.PayoutOutcomes;
import dev.groundwork.payment.payout.PayoutOutcomes.Refusal;
import dev.groundwork.payment.payout.PayoutOutcomes.Return;
import dev.groundwork.payment.payout.SentPayouts;
import dev.groundwork.payment.payout.SentPayouts.Block;
import dev.groundwork.payment.payout.SentPayouts.Sent;
import dev.groundwork.payment.payout.SentPayouts.Stage;
import dev.groundwork.payment.reconciliation.BankIntake.Source;

/** Takes down what a bank says of a file that it was given. */
@ApplicationScoped
class StatusReports {

    private final PayoutOutcomes outcomes;
    private final DoubtedRejections doubted;
    private final Providers providers;
    private final Books books;

    StatusReports(PayoutOutcomes outcomes, DoubtedRejections doubted, Providers providers, Books books) {
        this.outcomes = outcomes;
        this.doubted = doubted;
        this.providers = providers;
        this.books = books;
    }

    /**
     * @param sha256 of the file
     * @throws Unprocessable {@code status-report-unknown}, {@code status-report-incomplete}
     */
    Findings take(Connection tx, StatusReport report, String sha256, Source source, String actor, Instant now)
            throws SQLException {
        List<String> blocks = SentPayouts.blocksOfMessage(tx, report.originalMessageId());
        if (blocks.isEmpty()) {
            throw new Unprocessable(
                    "status-report-unknown",
                    "The status report is about the file \"" + report.originalMessageId()
                            + "\", which was never released here. Nothing was changed; ask the bank which file it means.");
        }
        var verdicts = StatusVerdicts.of(report, blocks);
        outcomes.lock(tx, List.of(), blocks, actor);
        Map<String, Block> known = SentPayouts.blocks(tx, blocks);
        Block first = known.values().iterator().next();
        requireOfABank(first.rail());
        UUID batchId = first.batchId();
        Map<String, Sent> named = SentPayouts.find(tx, verdicts.named());
        requireOfFile(verdicts.named(), named, batchId);
        var findings = new Findings();
        Map<Boolean, List<Refusal>> refusals = refusals(tx, verdicts, named, findings).stream()
                .collect(Collectors.partitioningBy(DoubtedRejections::isDoubted));
        List<Refusal> open = Objects.requireNonNull(refusals.get(false));
        List<Refusal> byHand = Objects.requireNonNull(refusals.get(true));
        List<Command> commands = new ArrayList<>(outcomes.refused(tx, open, now));
        if (source == Source.INBOX) {
            commands.addAll(doubted.takeBack(tx, returns(byHand), now));
        }
        int accepted = outcomes.accepted(tx, verdicts.acceptedItems(), now)
                + outcomes.acceptedBlocks(tx, verdicts.acceptedBlocks(), verdicts.named(), now);
        books.post(tx, commands);
        outcomes.finish(tx, List.of(batchId), actor, now);
        findings.matched("PAYOUT_ACCEPTED", accepted, null);
        tell(findings, "PAYOUT_REJECTED", open);
        if (source == Source.UPLOAD && !byHand.isEmpty()) {
            doubted.keep(tx, byHand, sha256, actor, now);
        }
        tell(findings, source == Source.UPLOAD ? "REJECTION_WAITS" : "PAYOUT_REJECTED", byHand);
        return findings;
    }

    private static List<Return> returns(List<Refusal> refusals) {
        return refusals.stream()
                .map(refusal -> new Return(refusal.payout(), refusal.code(), null))
                .toList();
    }

    private static void tell(Findings findings, String what, List<Refusal> refusals) {
        for (Refusal refusal : refusals) {
            findings.matched(what, 1, refusal.payout().amount());
        }
    }

    private List<Refusal> refusals(Connection tx, StatusVerdicts verdicts, Map<String, Sent> named, Findings findings)
            throws SQLException {
        Set<String> seen = new HashSet<>();
        List<Refusal> refusals = new ArrayList<>();
        for (var rejected : verdicts.rejectedItems().entrySet()) {
            Sent payout = named.get(rejected.getKey());
            if (payout == null) {
                continue;
            }
            switch (payout.stage()) {
                case OPEN -> {
                    refusals.add(new Refusal(payout, rejected.getValue()));
                    seen.add(payout.endToEndId());
                }
                case SETTLED -> {
                    if (payout.seenAtBank()) {
                        findings.open(payout.endToEndId(), payout.amount(), false, "rejected-after-it-was-booked");
                    } else {
                        refusals.add(new Refusal(payout, rejected.getValue()));
                        seen.add(payout.endToEndId());
                    }
                }
                case FAILED, RETURNED, NOT_SENT -> {
                    // The money is the worker's already.
                }
            }
        }
        for (var block : verdicts.rejectedBlocks().entrySet()) {
            for (Sent payout : SentPayouts.unbookedOf(tx, List.of(block.getKey()))) {
                if (!verdicts.named().contains(payout.endToEndId()) && seen.add(payout.endToEndId())) {
                    refusals.add(new Refusal(payout, block.getValue()));
                }
            }
        }
        return refusals;
    }

    /** A provider says itself what became of payouts; no bank does, and nobody is to say it in its name. */
    private void requireOfABank(String rail) {
        if (providers.have(rail)) {
            throw new Unprocessable(
                    "status-report-unknown",
                    "The status report is about a message that " + rail
                            + " was given, and no bank. Nothing was changed.");
        }
    }

    private static void requireOfFile(Collection<String> names, Map<String, Sent> found, UUID batchId) {
        Set<String> strange = new TreeSet<>(names);
        found.values().stream()
                .filter(payout -> payout.batchId().equals(batchId) && payout.stage() != Stage.NOT_SENT)
                .forEach(payout -> strange.remove(payout.endToEndId()));
        if (!strange.isEmpty()) {
            throw new Unprocessable(
                    "status-report-unknown",
                    "The status report names " + strange.size() + " transfers that the file did not have, such as \""
                            + strange.iterator().next()
                            + "\". Nothing was changed; ask the bank which file it means.");
        }
    }
}
