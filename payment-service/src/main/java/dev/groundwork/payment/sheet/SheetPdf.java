package dev.groundwork.payment.sheet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;

/**
 * Writes a sheet as a PDF on A4 across: the same sheet makes the same bytes. The fonts are those that every reader has, so a letter
 * outside of Western Europe shows as a question mark; the CSV has it.
 */
final class SheetPdf {

    /** A4 across, in points. */
    private static final PDRectangle PAGE = new PDRectangle(842, 595);

    private static final float MARGIN = 36;
    private static final float SIZE = 7;
    private static final float LEADING = 9;
    private static final float GAP = 4;
    private static final int MOST_LINES = 12;

    private final Sheet sheet;
    private final PDDocument document;
    private final PDFont plain = new PDType1Font(FontName.HELVETICA);
    private final PDFont bold = new PDType1Font(FontName.HELVETICA_BOLD);
    private final float[] lefts;
    private final float[] widths;
    private PDPageContentStream page;
    private float y;
    private int pages;

    private SheetPdf(Sheet sheet, PDDocument document) throws IOException {
        this.sheet = sheet;
        this.document = document;
        int columns = sheet.columns().size();
        this.lefts = new float[columns];
        this.widths = new float[columns];
        int shares = sheet.columns().stream().mapToInt(Sheet.Column::width).sum();
        float left = MARGIN;
        for (int i = 0; i < columns; i++) {
            lefts[i] = left;
            widths[i] = (PAGE.getWidth() - 2 * MARGIN) * sheet.columns().get(i).width() / shares;
            left += widths[i];
        }
        this.page = newPage();
    }

    static byte[] write(Sheet sheet) {
        try (var document = new PDDocument()) {
            // Else the file would carry the moment at which it was made.
            document.setDocumentId(0L);
            document.getDocumentInformation().setTitle(printable(sheet.title()));
            new SheetPdf(sheet, document).write();
            var bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a PDF cannot be written to memory", e);
        }
    }

    private void write() throws IOException {
        text(bold, 13, MARGIN, y, printable(sheet.title()));
        y -= 20;
        for (Sheet.Fact fact : sheet.facts()) {
            text(bold, SIZE + 1, MARGIN, y, printable(fact.name()));
            text(plain, SIZE + 1, MARGIN + 110, y, printable(fact.value()));
            y -= LEADING + 2;
        }
        y -= LEADING;
        header();
        for (List<String> row : sheet.rows()) {
            row(row);
        }
        page.close();
    }

    private PDPageContentStream newPage() throws IOException {
        var sheetOfPaper = new PDPage(PAGE);
        document.addPage(sheetOfPaper);
        pages++;
        y = PAGE.getHeight() - MARGIN - 10;
        page = new PDPageContentStream(document, sheetOfPaper);
        text(plain, SIZE, PAGE.getWidth() - MARGIN - 20, MARGIN - 14, Integer.toString(pages));
        return page;
    }

    private void header() throws IOException {
        for (int i = 0; i < lefts.length; i++) {
            Sheet.Column column = sheet.columns().get(i);
            cell(bold, i, y, column.name());
        }
        y -= 4;
        page.moveTo(MARGIN, y);
        page.lineTo(PAGE.getWidth() - MARGIN, y);
        page.stroke();
        y -= LEADING;
    }

    private void row(List<String> cells) throws IOException {
        List<List<String>> wrapped = new ArrayList<>();
        int lines = 1;
        for (int i = 0; i < cells.size(); i++) {
            List<String> all = wrap(printable(cells.get(i)), widths[i] - GAP);
            wrapped.add(all);
            lines = Math.max(lines, all.size());
        }
        if (y - lines * LEADING < MARGIN) {
            page.close();
            page = newPage();
            header();
        }
        for (int line = 0; line < lines; line++) {
            for (int i = 0; i < wrapped.size(); i++) {
                if (line < wrapped.get(i).size()) {
                    cell(plain, i, y, wrapped.get(i).get(line));
                }
            }
            y -= LEADING;
        }
    }

    private void cell(PDFont font, int column, float at, String value) throws IOException {
        float left = sheet.columns().get(column).number()
                ? lefts[column] + widths[column] - GAP - width(font, value)
                : lefts[column];
        text(font, SIZE, left, at, value);
    }

    private void text(PDFont font, float size, float left, float bottom, String value) throws IOException {
        page.beginText();
        page.setFont(font, size);
        page.newLineAtOffset(left, bottom);
        page.showText(value);
        page.endText();
    }

    private List<String> wrap(String value, float width) throws IOException {
        List<String> lines = new ArrayList<>();
        var line = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            line.append(value.charAt(i));
            if (width(plain, line.toString()) > width && line.length() > 1) {
                int space = line.lastIndexOf(" ");
                int cut = space > 0 ? space + 1 : line.length() - 1;
                lines.add(line.substring(0, cut).stripTrailing());
                line.delete(0, cut);
                if (lines.size() == MOST_LINES) {
                    return lines;
                }
            }
        }
        lines.add(line.toString());
        return lines;
    }

    private static float width(PDFont font, String value) throws IOException {
        return font.getStringWidth(value) / 1000 * SIZE;
    }

    private static boolean isLatin(int c) {
        boolean ascii = c >= 0x20 && c < 0x7f;
        boolean western = c >= 0xa1 && c <= 0xff && c != 0xad;
        return ascii || western || c == 0x20ac;
    }

    /** The letters that the fonts have. */
    private static String printable(String value) {
        var text = new StringBuilder(value.length());
        value.codePoints().forEach(c -> {
            text.appendCodePoint(isLatin(c) ? c : Character.isWhitespace(c) || c == 0xa0 ? ' ' : '?');
        });
        return text.toString();
    }
}
