// SPDX-License-Identifier: BSD-2-Clause
package caesure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Holds bips.txt to the sources: every class and every test that it names is there. */
class BipsTest {
    private static final Path ROOT = Path.of("..");

    @Test
    void everyLineNamesAClassAndATestThatExist() throws IOException {
        List<String> lines =
                Files.readAllLines(ROOT.resolve("bips.txt")).stream()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .toList();
        assertFalse(lines.isEmpty(), "bips.txt is empty");
        Set<String> sources = sources();
        var wrong = new TreeSet<String>();
        for (String line : lines) {
            List<String> columns = Stream.of(line.split("\\|", -1)).map(String::strip).toList();
            if (columns.size() != 4) {
                wrong.add("not four columns: " + line);
                continue;
            }
            for (String name : columns.subList(2, 4)) {
                if (!sources.contains(name)) wrong.add("no " + name + ": " + line);
            }
        }
        assertEquals(Set.of(), wrong);
    }

    /** {@code script.Interpreter} for every source, main and test. */
    private static Set<String> sources() throws IOException {
        var names = new TreeSet<String>();
        for (String module : List.of("core", "node", "server")) {
            for (String kind : List.of("main", "test")) {
                Path folder = ROOT.resolve(Path.of(module, "src", kind, "java", "caesure"));
                if (!Files.isDirectory(folder)) continue;
                try (Stream<Path> files = Files.walk(folder)) {
                    files.map(folder::relativize)
                            .map(Path::toString)
                            .filter(name -> name.endsWith(".java"))
                            .map(name -> name.replace(".java", "").replace('/', '.'))
                            .forEach(names::add);
                }
            }
        }
        return names;
    }
}
