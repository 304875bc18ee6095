// SPDX-License-Identifier: BSD-2-Clause
/**
 * What lies on disk: the data directory, the blocks as they came, and the verdicts on them.
 *
 * <p>Files grow at their end only. Whoever opens them to write drops what a crash left half written
 * there; whoever opens them to read takes it as the end and changes nothing. Every format is a
 * grammar in the Javadoc of the class that writes it.
 */
package caesure.store;
