package dev.groundwork.payment.statement;

/** In which a document is given out. */
enum DocumentFormat {
    CSV("text/csv; charset=utf-8", "csv"),
    PDF("application/pdf", "pdf");

    private final String mediaType;
    private final String extension;

    DocumentFormat(String mediaType, String extension) {
        this.mediaType = mediaType;
        this.extension = extension;
    }

    String mediaType() {
        return mediaType;
    }

    String extension() {
        return extension;
    }

    byte[] write(Sheet sheet) {
        return switch (this) {
            case CSV -> SheetCsv.write(sheet);
            case PDF -> SheetPdf.write(sheet);
        };
    }
}
