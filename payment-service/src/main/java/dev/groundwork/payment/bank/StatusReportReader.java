package dev.groundwork.payment.bank;

import java.util.ArrayList;
import java.util.List;

import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.payment.bank.StatusReport.Block;
import dev.groundwork.payment.bank.StatusReport.Item;
import dev.groundwork.payment.bank.StatusReport.Status;
import dev.groundwork.payment.bank.StatusReport.Word;

import org.jspecify.annotations.Nullable;

/** Reads the dozen elements of a {@code pain.002} that matter. */
final class StatusReportReader {

    private final BankXml xml;
    private final String kind;
    private final int mostItems;
    private final List<Block> blocks = new ArrayList<>();

    private String messageId = "";
    private String originalMessageId = "";
    private int items;
    private int rejectedCount = -1;

    @Nullable private Status group;

    StatusReportReader(BankXml xml, String kind, int mostItems) {
        this.xml = xml;
        this.kind = kind;
        this.mostItems = mostItems;
    }

    StatusReport read() {
        xml.each(report -> {
            if (report.equals("CstmrPmtStsRpt")) {
                xml.each(this::part);
            }
        });
        if (messageId.isEmpty() || originalMessageId.isEmpty()) {
            throw BankXml.malformed("a status report needs MsgId and OrgnlMsgId");
        }
        return new StatusReport(
                kind, messageId, originalMessageId, group, rejectedCount < 0 ? null : rejectedCount, blocks);
    }

    private void part(String name) {
        switch (name) {
            case "GrpHdr" ->
                xml.each(field -> {
                    if (field.equals("MsgId")) {
                        messageId = xml.text();
                    }
                });
            case "OrgnlGrpInfAndSts" -> group();
            case "OrgnlPmtInfAndSts" -> block();
            default -> {
                // Nothing that matters here.
            }
        }
    }

    private void group() {
        var status = new StatusFields();
        xml.each(field -> {
            switch (field) {
                case "OrgnlMsgId" -> originalMessageId = xml.text();
                case "GrpSts" -> status.word = word(xml.text());
                case "StsRsnInf" -> status.reason();
                case "NbOfTxsPerSts" -> counts();
                default -> {
                    // Nothing that matters here.
                }
            }
        });
        group = status.status();
    }

    private void counts() {
        var count = new StringBuilder();
        var word = new StringBuilder();
        xml.each(field -> {
            switch (field) {
                case "DtldNbOfTxs" -> count.append(xml.text());
                case "DtldSts" -> word.append(xml.text());
                default -> {
                    // The sum.
                }
            }
        });
        if (word(word.toString()) == Word.REJECTED) {
            try {
                rejectedCount = Math.addExact(Math.max(0, rejectedCount), Integer.parseInt(count.toString()));
            } catch (ArithmeticException | NumberFormatException e) {
                throw BankXml.malformed("DtldNbOfTxs is no number");
            }
        }
    }

    private void block() {
        var status = new StatusFields();
        var id = new StringBuilder();
        var named = new ArrayList<Item>();
        xml.each(field -> {
            switch (field) {
                case "OrgnlPmtInfId" -> id.append(xml.text());
                case "PmtInfSts" -> status.word = word(xml.text());
                case "StsRsnInf" -> status.reason();
                case "TxInfAndSts" -> item(named);
                default -> {
                    // Nothing that matters here.
                }
            }
        });
        blocks.add(new Block(id.toString(), status.status(), List.copyOf(named)));
    }

    private void item(List<Item> named) {
        if (++items > mostItems) {
            throw BankFiles.tooMany(mostItems);
        }
        var status = new StatusFields();
        var id = new StringBuilder();
        xml.each(field -> {
            switch (field) {
                case "OrgnlEndToEndId" -> id.append(xml.text());
                case "TxSts" -> status.word = word(xml.text());
                case "StsRsnInf" -> status.reason();
                default -> {
                    // The original transfer, which is kept here anyway.
                }
            }
        });
        var said = status.status();
        if (id.isEmpty() || said == null) {
            throw BankXml.malformed("a transfer in a status report needs OrgnlEndToEndId and TxSts");
        }
        named.add(new Item(id.toString(), said));
    }

    private static Word word(String code) {
        return switch (code) {
            case "ACTC", "ACCP", "ACSP", "ACSC", "ACWC", "ACCC", "ACFC", "ACWP" -> Word.ACCEPTED;
            case "PART", "PATC" -> Word.PARTLY;
            case "PDNG", "RCVD" -> Word.PENDING;
            case "RJCT", "CANC" -> Word.REJECTED;
            default ->
                throw new Unprocessable(
                        "bank-file-unsupported",
                        "The status report has the status \"" + (code.length() > 8 ? code.substring(0, 8) : code)
                                + "\", which is not known here; ask the bank what it means.");
        };
    }

    /** What is said at one level, gathered. */
    private final class StatusFields {

        private @Nullable Word word;
        private String code = "";

        void reason() {
            xml.each(information -> {
                if (information.equals("Rsn")) {
                    xml.each(choice -> {
                        String text = xml.text();
                        if (code.isEmpty()) {
                            code = text.length() > 35 ? text.substring(0, 35) : text;
                        }
                    });
                }
            });
        }

        @Nullable Status status() {
            Word said = word;
            return said == null ? null : new Status(said, code);
        }
    }
}
