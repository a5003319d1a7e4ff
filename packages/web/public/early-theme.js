// Before the app has come: no white page for eyes that chose the dark.
(() => {
  const papers = { light: '#f3f5f8', dark: '#0d1117', night: '#000000' };
  try {
    const { theme } = JSON.parse(localStorage.getItem('fritz.preferences') ?? '{}');
    if (papers[theme]) document.documentElement.style.background = papers[theme];
  } catch {
    // Without storage the device's own choice stands.
  }
})();
