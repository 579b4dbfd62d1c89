/** {@return how many pixels a picture has; undefined where the file is none, or none that this browser knows} */
export async function pixelsOf(file: Blob): Promise<number | undefined> {
  if (!file.type.startsWith('image/')) return undefined;
  const url = URL.createObjectURL(file);
  try {
    return await new Promise((resolve) => {
      // Loaded and not drawn, so that its pixels are not in memory to be counted.
      const picture = new Image();
      picture.onload = () => resolve(picture.naturalWidth * picture.naturalHeight || undefined);
      picture.onerror = () => resolve(undefined);
      picture.src = url;
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}
