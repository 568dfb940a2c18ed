const TONES_HERTZ = [660, 880];
const TONE_SECONDS = 0.12;
const LOUDNESS = 0.08;

let audio = null;

/** Two short, soft tones. A browser that allows no sound before the first click stays silent. */
export function chime() {
  audio ??= new AudioContext();
  if (audio.state === "suspended") {
    audio.resume().then(playTones, () => {});
  } else {
    playTones();
  }
}

function playTones() {
  TONES_HERTZ.forEach((hertz, place) => playTone(hertz, audio.currentTime + place * TONE_SECONDS));
}

function playTone(hertz, start) {
  const oscillator = new OscillatorNode(audio, { frequency: hertz });
  const volume = new GainNode(audio, { gain: 0 });
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(LOUDNESS, start + 0.02);
  volume.gain.linearRampToValueAtTime(0, start + TONE_SECONDS);
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start(start);
  oscillator.stop(start + TONE_SECONDS);
}
