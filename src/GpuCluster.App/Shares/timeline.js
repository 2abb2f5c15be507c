// Recorded epochs: frames[i] is epochs[i], and null for the last, which is the finished layout.
const timeline = (() => {
  const epochs = facts.epochs ?? [0], last = epochs.length - 1, frames = new Array(epochs.length).fill(null);
  let epoch = epochs[last], before = last, after = last, share = 0, isReady = last === 0;

  // Each frame is the difference from the next, as one byte that says how, then planes of low and of high bytes.
  async function load() {
    await whenRead;
    let next = Int16Array.from(points, word => (word >> 5) - 1024);
    for (let i = last - 1; i >= 0; i--) {
      const planes = await inflate(bytesOf("epoch-" + i)), frame = new Int16Array(3 * count), high = 1 + 3 * count;
      for (let axis = 0; axis < 3; axis++) {
        let sum = 0;
        for (let point = 0; point < count; point++) {
          const from = 1 + axis * count + point, word = planes[from] | planes[from - 1 + high] << 8;
          const value = word >> 1 ^ -(word & 1), at = 3 * point + axis;
          sum = planes[0] ? sum + value : value;
          frame[at] = next[at] + sum;
        }
      }
      frames[i] = next = frame;
    }
    isReady = true;
  }

  function set(wanted) {
    epoch = Math.max(epochs[0], Math.min(epochs[last], wanted));
    after = epochs.findIndex(each => each >= epoch);
    before = epochs[after] === epoch ? after : after - 1;
    share = after === before ? 0 : (epoch - epochs[before]) / (epochs[after] - epochs[before]);
  }
  const axis = (frame, at) => frame ? frame[at] / 2048 : points[at] / 65535 - 0.5;
  function at(point, out) {
    for (let i = 0; i < 3; i++) {
      const from = axis(frames[before], 3 * point + i);
      out[i] = share === 0 ? from : from + (axis(frames[after], 3 * point + i) - from) * share;
    }
    return out;
  }
  return {
    epochs, load, set, at,
    first: epochs[0], last: epochs[last],
    get epoch() { return epoch; },
    get isReady() { return isReady; },
    get isFinished() { return before === last && share === 0; },
    get frames() { return [frames[before], frames[after], share]; },
  };
})();
