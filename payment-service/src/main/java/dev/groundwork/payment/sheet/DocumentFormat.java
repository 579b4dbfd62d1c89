package dev.groundwork.payment.sheet;

import org.jboss.resteasy.reactive.RestResponse;

/** In which a document is given out. */
public enum DocumentFormat {
    CSV("text/csv; charset=utf-8", "csv"),
    PDF("application/pdf", "pdf");

    private final String mediaType;
    private final String extension;

    DocumentFormat(String mediaType, String extension) {
        this.mediaType = mediaType;
        this.extension = extension;
    }

    public String mediaType() {
        return mediaType;
    }

    public String extension() {
        return extension;
    }

    /** {@return an answer that is saved as a file} */
    public <T> RestResponse.ResponseBuilder<T> answer(T body, String fileName) {
        return RestResponse.ResponseBuilder.ok(body)
                .header("Content-Type", mediaType)
                .header("Content-Disposition", "attachment; filename=\"" + fileName + "." + extension + "\"");
    }

    public byte[] write(Sheet sheet) {
        return switch (this) {
            case CSV -> SheetCsv.write(sheet);
            case PDF -> SheetPdf.write(sheet);
        };
    }
}
