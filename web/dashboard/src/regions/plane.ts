// The plane on which all maps lie: that of the world, and at build time each country's own.

export const WIDTH = 800;
export const HEIGHT = 420;
