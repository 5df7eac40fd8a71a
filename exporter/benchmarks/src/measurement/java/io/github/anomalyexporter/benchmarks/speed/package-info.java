/** JMH benchmarks of what a scoring run and a scrape compute, by the number of instances. */
@NullMarked
package io.github.anomalyexporter.benchmarks.speed;

import org.jspecify.annotations.NullMarked;
