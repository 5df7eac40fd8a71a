import type { EndedTraining, Training } from "../../target/generated/api";
import { ago, duration } from "../format/times";

/** Returns what a detector is training, as a sentence; how the last training ended is separate. */
export function running(training: Training, now = Date.now()): string {
  switch (training.state) {
    case "requested":
      return "A training was requested and begins within seconds.";
    case "running":
      return `A training is running, begun ${ago(training.running_since ?? "", now)}${reached(training, now)}.`;
    case "idle":
      return training.last ? "" : "No training since the start of the exporter.";
  }
}

/** Returns how far a training of several blocks is, as the rest of a sentence. */
function reached({ progress }: Training, now: number): string {
  if (!progress || progress.blocks < 2) {
    return "";
  }
  const left = progress.expected_end ? Date.parse(progress.expected_end) - now : 0;
  const rest = left > 0 ? `, about ${duration(left)} left` : "";
  return `: ${progress.instances_completed} of ${progress.instances} hosts${rest}`;
}

const RESULTS: Record<EndedTraining["result"], string> = {
  accepted: "the new model is active",
  kept: "each host keeps its previous model, because the new one is worse",
  not_trained: "no host could be trained",
  failed: "it failed, and the active model stays",
};

/** Returns how a training ended, as a sentence. */
export function ended(last: EndedTraining, now = Date.now()): string {
  const took = duration(Date.parse(last.ended_at) - Date.parse(last.started_at));
  const hosts = last.trained > 0 ? ` for ${last.trained - last.kept} of ${last.trained} hosts` : "";
  const model = last.model ? ` (${last.model})` : "";
  return `The last training ended ${ago(last.ended_at, now)} after ${took}: ${RESULTS[last.result]}${last.result === "accepted" ? hosts : ""}${model}.`;
}
