// SPDX-License-Identifier: BSD-2-Clause
package caesure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.LineNumber;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** After correctness, size: what does not fit on a page wants to be two things. */
class SizeTest {
    private static final int FILE_LINES = 500;
    private static final int METHOD_LINES = 60;

    /** Tables and generated things, each with its reason. */
    private static final Set<String> LONG_FILES = Set.of();

    @Test
    void filesFitOnAFewPages() throws IOException {
        var tooLong = new TreeSet<String>();
        for (String module : new String[] {"core", "node", "server"}) {
            try (var files = Files.walk(Path.of("..", module, "src/main/java"))) {
                for (Path file : files.filter(p -> p.toString().endsWith(".java")).toList()) {
                    int lines = Files.readAllLines(file).size();
                    if (lines > FILE_LINES && !LONG_FILES.contains(file.getFileName().toString())) {
                        tooLong.add(file + ": " + lines);
                    }
                }
            }
        }
        assertEquals(Set.of(), tooLong);
    }

    @Test
    void methodsFitOnAScreen() throws IOException {
        var tooLong = new TreeSet<String>();
        for (String module : new String[] {"core", "node", "server"}) {
            Path folder = Path.of("..", module, "target/classes");
            if (!Files.isDirectory(folder)) continue; // nothing written there yet
            try (var files = Files.walk(folder)) {
                for (Path file : files.filter(p -> p.toString().endsWith(".class")).toList()) {
                    for (var method : ClassFile.of().parse(file).methods()) {
                        if (method.methodName().equalsString("<clinit>")) continue; // tables
                        var lines =
                                method.code().stream()
                                        .flatMap(code -> code.elementStream())
                                        .filter(LineNumber.class::isInstance)
                                        .mapToInt(e -> ((LineNumber) e).line())
                                        .summaryStatistics();
                        if (lines.getMax() - lines.getMin() >= METHOD_LINES
                                && lines.getCount() > 0) {
                            tooLong.add(file.getFileName() + "#" + method.methodName());
                        }
                    }
                }
            }
        }
        assertEquals(Set.of(), tooLong);
    }
}
