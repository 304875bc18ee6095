// SPDX-License-Identifier: BSD-2-Clause
package caesure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One shape for all sources: google-java-format, AOSP style, no settings.
 *
 * <p>A test and not a Maven plugin, because the formatter wants a newer JDK than the one Maven may
 * run on. {@code mvn verify -Dtest=FormatTest -Dcaesure.format=write} rewrites what is not in
 * shape.
 */
class FormatTest {
    private static final boolean WRITE = System.getProperty("caesure.format", "").equals("write");
    private static final List<String> MODULES = List.of("core", "node", "server", "bench");

    @Test
    void everySourceHasTheFormattersShape() throws IOException, FormatterException {
        var formatter =
                new Formatter(
                        JavaFormatterOptions.builder()
                                .style(Style.AOSP)
                                .formatJavadoc(true)
                                .build());
        var wrong = new TreeSet<String>();
        for (String module : MODULES) {
            try (var files = Files.walk(Path.of("..", module, "src"))) {
                for (Path file : files.filter(p -> p.toString().endsWith(".java")).toList()) {
                    String text = Files.readString(file);
                    String imports =
                            ImportOrderer.reorderImports(
                                    RemoveUnusedImports.removeUnusedImports(text), Style.AOSP);
                    String shaped = formatter.formatSource(imports);
                    if (shaped.equals(text)) continue;
                    if (WRITE) {
                        Files.writeString(file, shaped);
                    } else {
                        wrong.add(file.toString());
                    }
                }
            }
        }
        assertEquals(Set.of(), wrong, "run again with -Dcaesure.format=write");
    }
}
