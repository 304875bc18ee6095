// SPDX-License-Identifier: BSD-2-Clause
package caesure.vectors;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Reads vector files that are JSON. */
final class Json {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    /** Takes one element of a file's outermost array. */
    interface Element {
        void take(JsonNode element) throws IOException;
    }

    static JsonNode read(Path file) throws IOException {
        try (InputStream in = open(file)) {
            return MAPPER.readTree(in);
        }
    }

    /** One element at a time: some files are large. */
    static void forEach(Path file, Element element) throws IOException {
        try (InputStream in = open(file);
                var elements = MAPPER.readerFor(JsonNode.class).<JsonNode>readValues(in)) {
            while (elements.hasNext()) element.take(elements.next());
        }
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        return file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
    }
}
