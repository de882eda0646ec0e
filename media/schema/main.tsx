import { render } from 'preact';
import './schema.css';

render(<main />, document.getElementById('panel')!);
