package dev.groundwork.payment.reconciliation;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.payment.bank.StatusReport;
import dev.groundwork.payment.bank.StatusReport.Block;
import dev.groundwork.payment.bank.StatusReport.Item;
import dev.groundwork.payment.bank.StatusReport.Status;
import dev.groundwork.payment.bank.StatusReport.Word;

import org.jspecify.annotations.Nullable;

/**
 * What a status report means for the transfers of the file: the nearest word counts, and where only a part was rejected,
 * what is not named is accepted.
 *
 * @param acceptedBlocks all of their transfers but those that are named
 * @param rejectedBlocks with the reason of each
 * @param named every transfer that is named by itself
 * @param acceptedItems of the named ones
 * @param rejectedItems of the named ones, with the reason of each
 */
record StatusVerdicts(
        Set<String> acceptedBlocks,
        Map<String, String> rejectedBlocks,
        Set<String> named,
        Set<String> acceptedItems,
        Map<String, String> rejectedItems) {

    /**
     * @param blocks of the file that was sent, in its order
     * @throws Unprocessable {@code status-report-unknown}, {@code status-report-incomplete}
     */
    static StatusVerdicts of(StatusReport report, List<String> blocks) {
        var verdicts = new StatusVerdicts(
                new LinkedHashSet<>(),
                new LinkedHashMap<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashMap<>());
        Map<String, Status> saidOfBlocks = new HashMap<>();
        for (Block block : report.blocks()) {
            verdicts.take(block, blocks, saidOfBlocks);
        }
        for (String block : blocks) {
            verdicts.take(block, saidOfBlocks.getOrDefault(block, report.group()));
        }
        verdicts.requireComplete(report);
        return verdicts;
    }

    private void take(Block said, List<String> blocks, Map<String, Status> saidOfBlocks) {
        // A bank may leave the name out where the file has only one block.
        String id = said.paymentInfoId().isEmpty() && blocks.size() == 1 ? blocks.getFirst() : said.paymentInfoId();
        if (!blocks.contains(id)) {
            throw new Unprocessable(
                    "status-report-unknown",
                    "The status report names the block \"" + said.paymentInfoId()
                            + "\", which the file did not have. Nothing was changed; ask the bank which file it means.");
        }
        Status status = said.status();
        if (status != null) {
            saidOfBlocks.put(id, status);
        }
        for (Item item : said.items()) {
            named.add(item.endToEndId());
            switch (item.status().word()) {
                case REJECTED -> {
                    acceptedItems.remove(item.endToEndId());
                    rejectedItems.put(item.endToEndId(), reason(item.status(), status));
                }
                case ACCEPTED, PARTLY -> {
                    rejectedItems.remove(item.endToEndId());
                    acceptedItems.add(item.endToEndId());
                }
                case PENDING -> {
                    // Named, so that nothing is inferred.
                }
            }
        }
    }

    private void take(String block, @Nullable Status status) {
        if (status == null) {
            return;
        }
        switch (status.word()) {
            case ACCEPTED, PARTLY -> acceptedBlocks.add(block);
            case REJECTED -> rejectedBlocks.put(block, status.reason());
            case PENDING -> {
                // The bank will say more.
            }
        }
    }

    private static String reason(Status nearest, @Nullable Status wider) {
        return nearest.reason().isEmpty() && wider != null ? wider.reason() : nearest.reason();
    }

    /** Nothing may be inferred from a report that keeps back some of what it rejects. */
    private void requireComplete(StatusReport report) {
        Status group = report.group();
        Integer rejected = report.rejectedCount();
        boolean partly = group != null && group.word() == Word.PARTLY;
        boolean missing = rejected == null
                ? partly && rejectedItems.isEmpty() && rejectedBlocks.isEmpty()
                : rejectedBlocks.isEmpty() && rejectedItems.size() != rejected;
        if (missing) {
            throw new Unprocessable(
                    "status-report-incomplete",
                    "The status report says that transfers were rejected and does not name "
                            + (rejected == null ? "them" : "all " + rejected)
                            + ". Nothing was changed; ask the bank for one with details.");
        }
    }
}
